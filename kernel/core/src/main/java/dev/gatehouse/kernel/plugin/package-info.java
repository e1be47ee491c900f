/// Plugins: found, checked, loaded each into a class loader of its own, instantiated for a
/// configuration, and retired without disturbing an exchange.
///
/// A [Generation] is one configuration linked to the instances it uses. [GenerationHolder] builds
/// the next one whole, swaps it in atomically, and lets the old one go when its last exchange has
/// ended.
@NullMarked
package dev.gatehouse.kernel.plugin;

import org.jspecify.annotations.NullMarked;
