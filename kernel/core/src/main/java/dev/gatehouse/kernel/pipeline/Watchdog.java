package dev.gatehouse.kernel.pipeline;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Looks every few milliseconds for calls of plugins whose time is over. Thread-safe.
public final class Watchdog implements AutoCloseable {
  private static final long PERIOD_MILLIS = 5;
  private final Set<Guard> guards = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  /// Starts to look.
  public Watchdog() {
    thread = Thread.ofPlatform().name("gatehouse-watchdog").daemon().start(this::run);
  }

  void add(Guard guard) {
    guards.add(guard);
  }

  void remove(Guard guard) {
    guards.remove(guard);
  }

  private void run() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
        long now = System.nanoTime();
        // One stack at a time: taking them must not become work of its own.
        boolean sample = true;
        for (Guard guard : guards) {
          if (guard.check(now, sample)) {
            sample = false;
          }
        }
      }
    } catch (InterruptedException e) {
      // Interrupted means closed: the thread simply ends.
      guards.clear();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
