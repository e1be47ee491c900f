package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.plugin.Faults;
import dev.gatehouse.sdk.http.Problem;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Interrupts the thread of an exchange when a call takes too long, the client leaves, or the
/// exchange is cut, and makes sure that no interrupt outlives the call it was meant for.
///
/// A call that takes no notice of its interrupt is given up after a while: the exchange goes on in
/// another thread, and this one unwinds when the call comes back, if it ever does.
///
/// A call has a deadline. Events of streams are so many and so short that asking for the time at
/// each would cost more than they do: a series of steps only counts, and the watchdog sees when the
/// count stands still.
public final class Guard {
  private static final int IDLE = 0;
  private static final int ARMED = 1;
  private static final int FIRING = 2;
  private static final int FIRED = 3;
  private static final int GIVEN_UP = 4;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);
  private static final VarHandle STEPS = steps();

  private final Thread thread = Thread.currentThread();
  private final AtomicInteger state = new AtomicInteger(IDLE);
  private volatile boolean cancelled;
  private volatile @Nullable Problem cut;
  private volatile boolean settling;
  private volatile String overrun = "";
  private volatile long firedAt;
  // Written before the state is set, and read after it was read.
  private long deadline;
  private long stepLimit;
  private long steps;
  private @Nullable Callee callee;
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

  /// Begins a call of a plugin with a time limit.
  void arm(long deadlineNanos, Callee whose) {
    callee = whose;
    deadline = deadlineNanos;
    stepLimit = 0;
    begin();
  }

  /// Begins a call with a time limit that is waited for however long it takes after that.
  void arm(long deadlineNanos) {
    callee = null;
    deadline = deadlineNanos;
    stepLimit = 0;
    begin();
  }

  /// Begins a call that may take any time, until the exchange has to end.
  void arm() {
    callee = null;
    armSteps(Long.MAX_VALUE);
  }

  /// Begins a series of steps, each of which may take this long.
  void armSteps(long limitNanos) {
    stepLimit = limitNanos;
    STEPS.setRelease(this, steps + 1);
    begin();
  }

  private void begin() {
    checkGivenUp();
    state.set(ARMED);
    if (ended() && !settling) {
      fire();
    }
  }

  private void checkGivenUp() {
    if (state.get() == GIVEN_UP) {
      boolean _ = Thread.interrupted();
      throw new GivenUp();
    }
  }

  /// Begins the next step of a series.
  void step(Callee whose) {
    callee = whose;
    STEPS.setRelease(this, steps + 1);
  }

  /// Returns whether the call that goes on was interrupted.
  boolean fired() {
    return state.get() == FIRED;
  }

  /// Ends the call; without one it does nothing.
  ///
  /// @return whether it was interrupted
  /// @throws GivenUp when the exchange went on without this thread
  boolean disarm() {
    if (state.compareAndSet(ARMED, IDLE)) {
      return false;
    }
    while (state.get() == FIRING) {
      Thread.onSpinWait();
    }
    checkGivenUp();
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
    long at = (long) STEPS.getAcquire(this);
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

  /// Ends this exchange too if the one guarded before has to end.
  void endLike(Guard before) {
    cancelled |= before.cancelled;
    cut = before.cut;
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

  /// Gives the present call up when it is a plugin's and has taken no notice of its interrupt for a
  /// while. Called by the watchdog, which is one thread.
  ///
  /// @return whose call was given up, or null when none was
  @Nullable Callee giveUp(long now) {
    if (state.get() != FIRED || now - firedAt < PATIENCE) {
      return null;
    }
    Callee whose = callee;
    // A client that leaves early takes nothing of the time that a call may have: else it could get
    // a plugin tripped for everybody.
    if (whose == null || (stepLimit == 0 && now - deadline < PATIENCE)) {
      return null;
    }
    overrun = Faults.frames(thread.getStackTrace());
    return state.compareAndSet(FIRED, GIVEN_UP) ? whose : null;
  }

  private void fire() {
    if (state.compareAndSet(ARMED, FIRING)) {
      firedAt = System.nanoTime();
      thread.interrupt();
      state.set(FIRED);
    }
  }
}
