/// Whose plugins are loaded: the allow-list of hashes in `plugins.lock`, and signatures of jars.
///
/// A plugin runs in the gateway's process and may do whatever the gateway may. What is decided here
/// is whether it is let in at all; nothing holds it back afterwards.
@NullMarked
package dev.gatehouse.kernel.plugin.trust;

import org.jspecify.annotations.NullMarked;
