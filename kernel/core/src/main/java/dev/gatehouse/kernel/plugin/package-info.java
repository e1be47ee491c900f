/// Plugins: found, checked, loaded each into a class loader of its own, instantiated for a
/// configuration, and retired without disturbing an exchange.
///
/// A [Generation] is one configuration linked to the instances it uses. [GenerationHolder] builds
/// the next one whole, swaps it in atomically, and lets the old one go when its last exchange has
/// ended.
///
/// Whatever a plugin throws is caught where it was called, errors too: a failed assertion in one
/// plugin is no reason to leave a client without an answer, or to stop looking for changes.
@NullMarked
package dev.gatehouse.kernel.plugin;

import org.jspecify.annotations.NullMarked;
