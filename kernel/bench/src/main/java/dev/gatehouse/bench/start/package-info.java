/// How long the test of a plugin waits for its gateway.
@NullMarked
package dev.gatehouse.bench.start;

import org.jspecify.annotations.NullMarked;
