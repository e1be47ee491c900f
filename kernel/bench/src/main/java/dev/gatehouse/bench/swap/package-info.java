/// Replaces a plugin of a running gateway again and again under load, and counts what goes wrong.
///
/// [SwapUnderLoad] is the program; [Clients] ask a gateway whose [StampPlugin] writes its version
/// into everything that passes, in front of an [Upstream] that answers whole and in streams.
@NullMarked
package dev.gatehouse.bench.swap;

import org.jspecify.annotations.NullMarked;
