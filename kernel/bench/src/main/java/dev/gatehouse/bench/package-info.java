/// Microbenchmarks of the kernel and the load harness that compares it with other proxies.
@NullMarked
package dev.gatehouse.bench;

import org.jspecify.annotations.NullMarked;
