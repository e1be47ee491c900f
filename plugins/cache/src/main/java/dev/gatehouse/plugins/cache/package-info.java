/// An exact cache of answers, bounded in bytes. What was streamed is replayed as a stream; what was
/// cut is never kept.
@NullMarked
package dev.gatehouse.plugins.cache;

import org.jspecify.annotations.NullMarked;
