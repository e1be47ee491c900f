/// How calls of plugins are bounded, counted, and kept away from what fails all the time.
///
/// Each instance has one [CallGate], which outlives the generations that carry the instance over.
/// Counting is made for the path of serving: adders only, read when metrics are collected.
@NullMarked
package dev.gatehouse.kernel.plugin.policy;

import org.jspecify.annotations.NullMarked;
