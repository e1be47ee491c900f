/// Benchmarks of parts that the kernel shows to nobody else.
@NullMarked
package dev.gatehouse.kernel.pipeline;

import org.jspecify.annotations.NullMarked;
