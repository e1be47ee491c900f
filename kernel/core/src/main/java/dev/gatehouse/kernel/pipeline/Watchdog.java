package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.sdk.http.Problem;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/// Looks every few milliseconds for calls of plugins and for exchanges whose time is over.
/// Thread-safe.
public final class Watchdog implements AutoCloseable {
  private static final long PERIOD_MILLIS = 5;
  private final Set<LiveExchange> exchanges = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile BiConsumer<LiveExchange, Callee> takeOver = (_, _) -> {};
  private final LongAdder stopped = new LongAdder();
  private final LongAdder replaced = new LongAdder();
  private final Carriers carriers = new Carriers();
  private volatile boolean stopping;

  /// Starts to look.
  public Watchdog() {
    thread = Thread.ofPlatform().name("gatehouse-watchdog").daemon().start(this::run);
  }

  /// Sets who goes on with exchanges whose thread does not come back from a plugin. Called on a
  /// thread of its own each time.
  void whenGivenUp(BiConsumer<LiveExchange, Callee> action) {
    takeOver = action;
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
          goOnWithout(exchange, now);
        }
      }
    } catch (InterruptedException e) {
      // Interrupted means closed: the thread simply ends.
      exchanges.clear();
    }
  }

  /// Goes on without the thread of an exchange that does not come back from a plugin. Not on a
  /// virtual thread: those may all be waiting for the carrier that the plugin holds.
  private void goOnWithout(LiveExchange exchange, long now) {
    Callee callee = exchange.guard().giveUp(now);
    if (callee != null) {
      carriers.hold();
      boolean _ = exchanges.remove(exchange);
      Thread _ =
          Thread.ofPlatform()
              .name("gatehouse-take-over")
              .daemon()
              .start(() -> takeOver.accept(exchange, callee));
    }
  }

  /// Says that a thread came back that was given up.
  void cameBack() {
    carriers.free();
  }

  /// Returns how many threads do not come back from plugins.
  public int stuck() {
    return carriers.held();
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
