/// One request and its answer, from the first byte read to the last byte written.
@NullMarked
package dev.gatehouse.sdk.exchange;

import org.jspecify.annotations.NullMarked;
