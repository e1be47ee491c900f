/// Keeps every exchange as a record and finds it again.
@NullMarked
package dev.gatehouse.history;

import org.jspecify.annotations.NullMarked;
