package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.plugin.Faults;
import dev.gatehouse.sdk.http.Problem;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Interrupts the thread of an exchange when a call takes too long, the client leaves, or the
/// exchange is cut, and makes sure that no interrupt outlives the call it was meant for.
///
/// A call has a deadline. Events of streams are so many and so short that asking for the time at
/// each would cost more than they do: a series of steps only counts, and the watchdog sees when the
/// count stands still.
public final class Guard {
  private static final int IDLE = 0;
  private static final int ARMED = 1;
  private static final int FIRING = 2;
  private static final int FIRED = 3;
  private static final VarHandle STEPS = steps();

  private final Thread thread = Thread.currentThread();
  private final AtomicInteger state = new AtomicInteger(IDLE);
  private volatile boolean cancelled;
  private volatile @Nullable Problem cut;
  private volatile boolean settling;
  private volatile String overrun = "";
  // Written before the state is set, and read after it was read.
  private long deadline;
  private long stepLimit;
  private long steps;
  // Belong to the watchdog.
  private long seenSteps;
  private long seenAt;

  private static VarHandle steps() {
    try {
      return MethodHandles.lookup().findVarHandle(Guard.class, "steps", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// Begins a call with a time limit.
  void arm(long deadlineNanos) {
    deadline = deadlineNanos;
    stepLimit = 0;
    begin();
  }

  /// Begins a call that may take any time, until the exchange has to end.
  void arm() {
    armSteps(Long.MAX_VALUE);
  }

  /// Begins a series of steps, each of which may take this long.
  void armSteps(long limitNanos) {
    stepLimit = limitNanos;
    step();
    begin();
  }

  private void begin() {
    state.set(ARMED);
    if (ended() && !settling) {
      fire();
    }
  }

  /// Begins the next step of a series.
  void step() {
    STEPS.setOpaque(this, steps + 1);
  }

  /// Returns whether the call that goes on was interrupted.
  boolean fired() {
    return state.get() == FIRED;
  }

  /// Ends the call; without one it does nothing.
  ///
  /// @return whether it was interrupted
  boolean disarm() {
    if (state.compareAndSet(ARMED, IDLE)) {
      return false;
    }
    while (state.get() == FIRING) {
      Thread.onSpinWait();
    }
    if (!state.compareAndSet(FIRED, IDLE)) {
      return false;
    }
    boolean _ = Thread.interrupted();
    return true;
  }

  /// Interrupts the call if its time is over. Called by the watchdog, which is one thread.
  ///
  /// @param sample whether to keep what the thread is doing
  /// @return whether its time was over
  boolean check(long now, boolean sample) {
    if (state.get() != ARMED || !over(now)) {
      return false;
    }
    overrun = sample ? Faults.frames(thread.getStackTrace()) : "";
    fire();
    return true;
  }

  private boolean over(long now) {
    if (stepLimit == 0) {
      return now - deadline > 0;
    }
    long at = (long) STEPS.getOpaque(this);
    if (at != seenSteps) {
      seenSteps = at;
      seenAt = now;
      return false;
    }
    return now - seenAt > stepLimit;
  }

  /// Interrupts the present call and every later one. Called when the client has left.
  void cancel() {
    cancelled = true;
    end();
  }

  /// Returns whether the client has left.
  boolean cancelled() {
    return cancelled;
  }

  /// Interrupts the present call and every later one. Called when the exchange has had its time.
  ///
  /// @param why what to tell the client
  void cut(Problem why) {
    cut = why;
    end();
  }

  /// Returns why the exchange was cut, or null when it was not.
  @Nullable Problem cut() {
    return cut;
  }

  /// Returns whether the exchange has to end, because the client has left or it was cut.
  boolean ended() {
    return cancelled || cut != null;
  }

  /// Says that only calls follow that settle the exchange. They have their time limits, and are
  /// made in peace also when the client has left: who counts tokens must be able to.
  void settling() {
    settling = true;
  }

  private void end() {
    if (!settling) {
      fire();
    }
  }

  /// Returns what the plugin did when its time was over last, as far as that was kept.
  String overrun() {
    return overrun;
  }

  private void fire() {
    if (state.compareAndSet(ARMED, FIRING)) {
      thread.interrupt();
      state.set(FIRED);
    }
  }
}
