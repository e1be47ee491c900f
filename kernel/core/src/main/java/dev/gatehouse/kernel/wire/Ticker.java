package dev.gatehouse.kernel.wire;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Watches the deadlines of all connections with one thread, so that a deadline costs one field
/// write.
public final class Ticker implements AutoCloseable {
  /// How often deadlines are looked at; a deadline may be missed by this much.
  static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /// Something with deadlines.
  interface Watched {
    /// Called about every ten milliseconds. Must not block.
    void tick(long nowNanos);
  }

  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  /// Starts to tick.
  public Ticker() {
    thread = Thread.ofPlatform().name("gatehouse-ticker").daemon().start(this::run);
  }

  void add(Watched connection) {
    watched.add(connection);
  }

  void remove(Watched connection) {
    watched.remove(connection);
  }

  private void run() {
    try {
      while (true) {
        TimeUnit.NANOSECONDS.sleep(PERIOD_NANOS);
        long now = System.nanoTime();
        for (Watched connection : watched) {
          connection.tick(now);
        }
      }
    } catch (InterruptedException e) {
      // Interrupted means closed: the thread simply ends.
      watched.clear();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
