package dev.gatehouse.kernel.plugin.policy;

import java.time.Clock;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Lets calls of one instance through: as many at a time as allowed, none while it is tripped.
/// Thread-safe.
public final class CallGate {
  private static final int MOST_HOOKS = 1_000;

  /// Whether a call may be made.
  public enum Pass {
    /// Yes; say [CallGate#leave] afterwards, and how it went.
    FREE,
    /// No: as many calls run as are allowed.
    BUSY,
    /// No: it failed too often.
    TRIPPED
  }

  private final Clock clock;
  private final TripBreaker breaker;
  private final AtomicInteger limited = new AtomicInteger();
  private final LongAdder entered = new LongAdder();
  private final LongAdder left = new LongAdder();
  private final ConcurrentHashMap<String, HookStats> hooks = new ConcurrentHashMap<>();

  /// Makes the gate of an instance.
  public CallGate(TripBreaker.Settings trip, Clock clock) {
    this.clock = clock;
    this.breaker = new TripBreaker(trip, entered::sum);
  }

  /// Asks to make a call.
  ///
  /// @param most how many calls may run at a time; 0 for any number
  /// @param now [System#nanoTime]
  public Pass enter(int most, long now) {
    if (!breaker.allows(now)) {
      return Pass.TRIPPED;
    }
    if (most > 0 && limited.incrementAndGet() > most) {
      limited.decrementAndGet();
      breaker.undecided();
      return Pass.BUSY;
    }
    entered.increment();
    return Pass.FREE;
  }

  /// Says that a call is over.
  ///
  /// @param most what [#enter] was asked with
  public void leave(int most) {
    left.increment();
    if (most > 0) {
      limited.decrementAndGet();
    }
  }

  /// Says that a call went well.
  public void succeeded() {
    if (breaker.tripped()) {
      breaker.succeeded();
    }
  }

  /// Says that nothing can be learnt from a call.
  public void undecided() {
    if (breaker.tripped()) {
      breaker.undecided();
    }
  }

  /// Says that a call failed.
  ///
  /// @param reason what happened, in a sentence that holds no content
  /// @param stack what the plugin was doing, may be empty
  /// @return whether it is tripped by that
  public boolean failed(String reason, String stack) {
    return breaker.failed(System.nanoTime(), clock.instant(), reason, stack);
  }

  /// Says that a call does not come back: each further one might hold one more thread, so it is
  /// tripped at once.
  ///
  /// @param reason what happened, in a sentence that holds no content
  /// @param stack what the plugin was doing
  /// @return whether it is tripped by that
  public boolean gaveUp(String reason, String stack) {
    return breaker.gaveUp(System.nanoTime(), clock.instant(), reason, stack);
  }

  /// Returns its breaker.
  public TripBreaker breaker() {
    return breaker;
  }

  /// Returns how many calls run.
  public long running() {
    return Math.max(0, entered.sum() - left.sum());
  }

  /// Returns the counts of a hook on a route; made when first asked for. Beyond a bound all further
  /// routes are counted together.
  public HookStats hook(String route, String hook) {
    String key = hook + "|" + route;
    HookStats known = hooks.get(key);
    if (known != null) {
      return known;
    }
    String counted = hooks.size() < MOST_HOOKS ? route : "other";
    return hooks.computeIfAbsent(hook + "|" + counted, _ -> new HookStats(counted, hook));
  }

  /// Returns the counts of all hooks.
  public Collection<HookStats> hooks() {
    return hooks.values();
  }

  /// Returns how many calls ended so, over all hooks.
  public long count(CallOutcome outcome) {
    return hooks.values().stream().mapToLong(hook -> hook.count(outcome)).sum();
  }

  /// Returns how many calls were made.
  public long calls() {
    return hooks.values().stream().mapToLong(HookStats::calls).sum();
  }

  /// Returns the mean time of a call in microseconds, 0 before the first.
  public double meanMicros() {
    long timed = hooks.values().stream().mapToLong(HookStats::timed).sum();
    long nanos = hooks.values().stream().mapToLong(HookStats::nanos).sum();
    return timed == 0 ? 0 : nanos / 1_000.0 / timed;
  }
}
