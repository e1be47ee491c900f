package dev.gatehouse.kernel.plugin;

import java.util.concurrent.atomic.LongAdder;

/// Counts the calls of one instance; always on. Thread-safe.
public final class CallCounters {
  private final LongAdder calls = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LongAdder timeouts = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  /// Counts a call that took some time.
  public void called(long tookNanos) {
    calls.increment();
    nanos.add(tookNanos);
  }

  /// Counts an exception.
  public void failed() {
    errors.increment();
  }

  /// Counts a call over its time limit.
  public void timedOut() {
    timeouts.increment();
  }

  /// Returns the number of calls.
  public long calls() {
    return calls.sum();
  }

  /// Returns the number of exceptions.
  public long errors() {
    return errors.sum();
  }

  /// Returns the number of calls over their limit.
  public long timeouts() {
    return timeouts.sum();
  }

  /// Returns the time spent in all calls, in nanoseconds.
  public long nanos() {
    return nanos.sum();
  }
}
