package dev.gatehouse.kernel.pipeline;

import java.util.concurrent.atomic.AtomicInteger;

/// Interrupts the thread of an exchange when a call takes too long or the client leaves, and makes
/// sure that no interrupt outlives the call it was meant for.
public final class Guard {
  private static final int IDLE = 0;
  private static final int ARMED = 1;
  private static final int FIRING = 2;
  private static final int FIRED = 3;

  private final Thread thread = Thread.currentThread();
  private final AtomicInteger state = new AtomicInteger(IDLE);
  private volatile long deadline;
  private volatile boolean cancelled;

  /// Begins a call with a time limit.
  void arm(long deadlineNanos) {
    deadline = deadlineNanos;
    state.set(ARMED);
    if (cancelled) {
      fire();
    }
  }

  /// Ends the call.
  ///
  /// @return whether it was interrupted
  boolean disarm() {
    if (state.compareAndSet(ARMED, IDLE)) {
      return false;
    }
    while (state.get() != FIRED) {
      Thread.onSpinWait();
    }
    state.set(IDLE);
    boolean _ = Thread.interrupted();
    return true;
  }

  /// Interrupts the call if its time is over. Called by the watchdog.
  void check(long now) {
    if (state.get() == ARMED && now - deadline > 0) {
      fire();
    }
  }

  /// Interrupts the present call and every later one. Called when the client has left.
  void cancel() {
    cancelled = true;
    fire();
  }

  boolean cancelled() {
    return cancelled;
  }

  private void fire() {
    if (state.compareAndSet(ARMED, FIRING)) {
      thread.interrupt();
      state.set(FIRED);
    }
  }
}
