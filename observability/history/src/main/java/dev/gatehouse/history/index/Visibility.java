package dev.gatehouse.history.index;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Decides when new records are made visible: at once for a search that waits, twice a second while
/// searches come, never while none does, because it costs. Thread-safe.
final class Visibility {
  private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long AT_ONCE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long SEARCHED_RECENTLY = TimeUnit.SECONDS.toNanos(60);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition shown = lock.newCondition();
  private long visible;
  private long shownAt = System.nanoTime() - EVERY;
  private long searchedAt = System.nanoTime() - SEARCHED_RECENTLY;
  private int waiting;
  private boolean closed;

  /// Waits until everything up to the sequence is visible, or the time is over.
  ///
  /// @param wake makes the indexer look at [#due]
  void await(long sequence, long nanos, Runnable wake) {
    lock.lock();
    try {
      searchedAt = System.nanoTime();
      long left = nanos;
      waiting++;
      try {
        if (visible < sequence) {
          wake.run();
        }
        while (visible < sequence && left > 0 && !closed) {
          left = shown.awaitNanos(left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        waiting--;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Returns whether it is time to show what was added.
  boolean due(long added) {
    lock.lock();
    try {
      if (added <= visible) {
        return false;
      }
      long now = System.nanoTime();
      long since = now - shownAt;
      return waiting > 0
          ? since >= AT_ONCE
          : since >= EVERY && now - searchedAt < SEARCHED_RECENTLY;
    } finally {
      lock.unlock();
    }
  }

  /// Notes that everything up to the sequence is visible.
  void visible(long sequence) {
    lock.lock();
    try {
      visible = sequence;
      shownAt = System.nanoTime();
      shown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      shown.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
