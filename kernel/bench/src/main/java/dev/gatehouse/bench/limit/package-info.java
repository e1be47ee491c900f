/// How late the end of a hook's time is.
@NullMarked
package dev.gatehouse.bench.limit;

import org.jspecify.annotations.NullMarked;
