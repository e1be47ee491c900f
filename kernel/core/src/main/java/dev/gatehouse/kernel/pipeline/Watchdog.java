package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.sdk.http.Problem;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Looks every few milliseconds for calls of plugins and for exchanges whose time is over.
/// Thread-safe.
public final class Watchdog implements AutoCloseable {
  private static final long PERIOD_MILLIS = 5;
  private final Set<LiveExchange> exchanges = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private final LongAdder stopped = new LongAdder();
  private final LongAdder replaced = new LongAdder();
  private volatile boolean stopping;

  /// Starts to look.
  public Watchdog() {
    thread = Thread.ofPlatform().name("gatehouse-watchdog").daemon().start(this::run);
  }

  void add(LiveExchange exchange) {
    exchanges.add(exchange);
  }

  void remove(LiveExchange exchange) {
    exchanges.remove(exchange);
  }

  /// Cuts all exchanges from now on: the gateway stops, and their time is over.
  public void stopAll() {
    stopping = true;
  }

  /// Returns how many exchanges were cut because the gateway stops.
  public long stopped() {
    return stopped.sum();
  }

  /// Returns how many exchanges were cut because their configuration was replaced too long ago.
  public long replaced() {
    return replaced.sum();
  }

  private void run() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
        long now = System.nanoTime();
        // One stack at a time: taking them must not become work of its own.
        boolean sample = true;
        for (LiveExchange exchange : exchanges) {
          if (exchange.guard().check(now, sample)) {
            sample = false;
          }
          endIfOver(exchange, now);
        }
      }
    } catch (InterruptedException e) {
      // Interrupted means closed: the thread simply ends.
      exchanges.clear();
    }
  }

  private void endIfOver(LiveExchange exchange, long now) {
    if (exchange.guard().ended()) {
      return;
    }
    if (stopping) {
      stopped.increment();
      exchange.cut(
          Problem.of(503, "draining", "The gateway is stopping; this is not the whole answer."));
    } else if (exchange.linked().overdue().test(now)) {
      replaced.increment();
      exchange.cut(
          Problem.of(
                  503,
                  "configuration_replaced",
                  "The configuration that this answer began with was replaced, and the time for what still ran with it is"
                      + " over; this is not the whole answer.")
              .retryAfter(1));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
