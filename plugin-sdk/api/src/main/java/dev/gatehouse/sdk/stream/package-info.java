/// Streamed answers: events as raw bytes with views that are parsed once and shared.
@NullMarked
package dev.gatehouse.sdk.stream;

import org.jspecify.annotations.NullMarked;
