package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.config.ServerConfig;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.http.Problem;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Lets exchanges in as long as there is room, and counts them. Thread-safe.
public final class Admission {
  private final AtomicInteger exchanges = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final LongAdder shed = new LongAdder();
  private final LongAdder malformed = new LongAdder();

  /// Lets an exchange in.
  ///
  /// @return true
  /// @throws ExchangeFailed with 503 when there is no room
  boolean enter(LiveExchange exchange) {
    ServerConfig.Limits limits = exchange.linked().limits();
    long size = exchange.declaredLength();
    int now = exchanges.incrementAndGet();
    long held = bytes.addAndGet(size);
    if (now <= limits.exchanges() && (held <= limits.inFlightBytes().bytes() || held == size)) {
      return true;
    }
    leave(exchange);
    shed.increment();
    throw new ExchangeFailed(
        Problem.of(
                503, "overloaded", "The gateway has no room for this request now; try again soon.")
            .retryAfter(1),
        Outcome.REJECTED);
  }

  void leave(LiveExchange exchange) {
    exchanges.decrementAndGet();
    bytes.addAndGet(-exchange.declaredLength());
  }

  void malformed() {
    malformed.increment();
  }

  /// Returns how many exchanges go on now.
  public int inFlight() {
    return exchanges.get();
  }

  /// Returns how many bytes of declared bodies are in flight.
  public long inFlightBytes() {
    return bytes.get();
  }

  /// Returns how many exchanges found no room.
  public long shed() {
    return shed.sum();
  }

  /// Returns how many requests could not be read.
  public long malformedRequests() {
    return malformed.sum();
  }
}
