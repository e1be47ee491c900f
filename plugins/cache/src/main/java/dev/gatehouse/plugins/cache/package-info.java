/// Answers repeated requests from memory.
@NullMarked
package dev.gatehouse.plugins.cache;

import org.jspecify.annotations.NullMarked;
