package dev.gatehouse.kernel.plugin.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Keeps calls away from an instance that fails all the time, and lets one through now and then to
/// see whether it works again.
///
/// It trips when within a window as many calls failed as are allowed, and these are a large enough
/// share of all. Each time in a row it stays away twice as long. Thread-safe; while all is well a
/// call costs one read.
public final class TripBreaker {
  private static final int CLOSED = 0;
  private static final int OPEN = 1;
  private static final int PROBING = 2;

  /// When to trip, and for how long.
  ///
  /// @param faults how many failed calls within the window trip it; 0 for never
  /// @param within the length of the window
  /// @param share the least share of the window's calls that has to have failed, 0 to 1
  /// @param backOff how long it stays away at first
  /// @param longestBackOff how long at most
  public record Settings(
      int faults, Duration within, double share, Duration backOff, Duration longestBackOff) {}

  /// What happened when it tripped.
  ///
  /// @param at when
  /// @param reason in a sentence
  /// @param stack what the plugin was doing in the last failed call, a frame a line; may be empty
  public record Trip(Instant at, String reason, String stack) {}

  private final Settings settings;
  private final LongSupplier calls;
  private final AtomicInteger state = new AtomicInteger(CLOSED);
  private final ReentrantLock lock = new ReentrantLock();
  private volatile long until;
  private volatile @Nullable Trip last;
  private boolean begun;
  private long windowBegan;
  private long callsBefore;
  private int faults;
  private int trips;

  /// Makes a breaker that is not tripped.
  ///
  /// @param calls counts the calls so far
  TripBreaker(Settings settings, LongSupplier calls) {
    this.settings = settings;
    this.calls = calls;
  }

  /// Returns whether a call may be made. Who gets a yes reports how it ended.
  ///
  /// @param now [System#nanoTime]
  boolean allows(long now) {
    int is = state.get();
    return is == CLOSED || (is == OPEN && now - until >= 0 && state.compareAndSet(OPEN, PROBING));
  }

  /// Says that a call went well.
  void succeeded() {
    if (state.get() == PROBING) {
      lock.lock();
      try {
        if (state.compareAndSet(PROBING, CLOSED)) {
          trips = 0;
          begun = false;
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /// Says that a call neither went well nor failed, such as one whose client left.
  void undecided() {
    boolean _ = state.compareAndSet(PROBING, OPEN);
  }

  /// Says that a call failed.
  ///
  /// @param stack what the plugin was doing
  /// @return whether this tripped it
  boolean failed(long now, Instant at, String reason, String stack) {
    if (settings.faults() == 0) {
      return false;
    }
    lock.lock();
    try {
      if (state.get() == PROBING) {
        trip(now, at, "a trial call failed again: " + reason, stack);
        return true;
      }
      if (state.get() == OPEN) {
        return false;
      }
      if (!begun || now - windowBegan > settings.within().toNanos()) {
        begun = true;
        windowBegan = now;
        callsBefore = calls.getAsLong() - 1;
        faults = 0;
      }
      faults++;
      long all = Math.max(faults, calls.getAsLong() - callsBefore);
      if (faults < settings.faults() || faults < settings.share() * all) {
        return false;
      }
      trip(
          now,
          at,
          faults + " of " + all + " calls failed within " + settings.within() + ": " + reason,
          stack);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Says that a call failed so badly that none may follow.
  ///
  /// @return whether this tripped it
  boolean gaveUp(long now, Instant at, String reason, String stack) {
    if (settings.faults() == 0) {
      return false;
    }
    lock.lock();
    try {
      if (state.get() == OPEN) {
        return false;
      }
      trip(now, at, reason, stack);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void trip(long now, Instant at, String reason, String stack) {
    long backOff = settings.backOff().toNanos() << Math.min(trips, 20);
    until = now + Math.min(Math.max(backOff, 0), settings.longestBackOff().toNanos());
    trips++;
    begun = false;
    last = new Trip(at, reason, stack);
    state.set(OPEN);
  }

  /// Returns whether calls are kept away at present.
  public boolean tripped() {
    return state.get() != CLOSED;
  }

  /// Returns the last trip, or null when it never tripped.
  public @Nullable Trip last() {
    return last;
  }

  /// Returns after how many seconds a call may be tried again, at least 1.
  public long retryAfterSeconds(long now) {
    return Math.max(1, (until - now + 999_999_999) / 1_000_000_000);
  }
}
