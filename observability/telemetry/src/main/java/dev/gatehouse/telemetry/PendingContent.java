package dev.gatehouse.telemetry;

import io.opentelemetry.api.trace.Span;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Client spans that have ended but still wait for their content, which is read off the path of
/// serving, when the record of the exchange arrives.
///
/// Bounded: the oldest goes without content when another one needs its place, and so does one whose
/// record does not arrive in time. Thread-safe.
final class PendingContent {
  /// A span that waits.
  ///
  /// @param span still open
  /// @param endedAt when its attempt ended
  /// @param maxBytes the bound of each side of the content
  record Held(Span span, Instant endedAt, int maxBytes) {
    /// Ends the span at the time when its attempt ended.
    void end() {
      span.end(
          TimeUnit.SECONDS.toNanos(endedAt.getEpochSecond()) + endedAt.getNano(),
          TimeUnit.NANOSECONDS);
    }
  }

  private final int bound;
  private final Duration patience;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Held> waiting = new LinkedHashMap<>();
  // Whether anything waits, so that gateways that capture nothing need no lock to know.
  private volatile boolean some;

  /// @param bound the largest number of spans that wait
  /// @param patience how long one waits
  PendingContent(int bound, Duration patience, Clock clock) {
    this.bound = bound;
    this.patience = patience;
    this.clock = clock;
  }

  /// Keeps a span open until its content comes. An earlier attempt of the same exchange gives way.
  void hold(String exchangeId, Span span, int maxBytes) {
    Held held = new Held(span, clock.instant(), maxBytes);
    List<Held> leaving = new ArrayList<>(1);
    lock.lock();
    try {
      Held earlier = waiting.remove(exchangeId);
      if (earlier != null) {
        leaving.add(earlier);
      } else if (waiting.size() >= bound) {
        Iterator<Held> oldest = waiting.values().iterator();
        leaving.add(oldest.next());
        oldest.remove();
      }
      waiting.put(exchangeId, held);
      some = true;
    } finally {
      lock.unlock();
    }
    leaving.forEach(Held::end);
  }

  /// Returns whether the span of an exchange waits.
  boolean holds(String exchangeId) {
    if (!some) {
      return false;
    }
    lock.lock();
    try {
      return waiting.containsKey(exchangeId);
    } finally {
      lock.unlock();
    }
  }

  /// Returns the span of an exchange, to be ended by the caller, or null when none waits.
  @Nullable Held take(String exchangeId) {
    lock.lock();
    try {
      return waiting.remove(exchangeId);
    } finally {
      some = !waiting.isEmpty();
      lock.unlock();
    }
  }

  /// Ends what has waited too long.
  void expire() {
    endAll(clock.instant().minus(patience));
  }

  /// Ends everything that waits.
  void release() {
    endAll(Instant.MAX);
  }

  private void endAll(Instant before) {
    List<Held> leaving = new ArrayList<>();
    lock.lock();
    try {
      Iterator<Held> each = waiting.values().iterator();
      while (each.hasNext()) {
        Held held = each.next();
        if (held.endedAt().isBefore(before)) {
          leaving.add(held);
          each.remove();
        }
      }
    } finally {
      some = !waiting.isEmpty();
      lock.unlock();
    }
    leaving.forEach(Held::end);
  }
}
