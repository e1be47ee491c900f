/// What is kept of an exchange: captured bytes, usage, cost, and the queues that carry records to
/// sinks without ever making an exchange wait.
@NullMarked
package dev.gatehouse.kernel.record;

import org.jspecify.annotations.NullMarked;
