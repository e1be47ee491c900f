package dev.gatehouse.kernel.plugin.policy;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// Counts the calls of one hook of one instance on one route. Thread-safe; counting allocates
/// nothing and takes no lock.
public final class HookStats {
  /// The upper bounds of the classes of durations, in seconds: from a hook that only looks to one
  /// that asks somebody else.
  public static final List<Double> BOUNDS =
      List.of(0.00001, 0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0);

  private static final long[] BOUND_NANOS =
      BOUNDS.stream().mapToLong(seconds -> Math.round(seconds * 1e9)).toArray();
  private static final CallOutcome[] OUTCOMES = CallOutcome.values();

  /// Takes durations that are alike.
  public interface Durations {
    /// Takes `count` durations whose mean this is.
    void take(double meanSeconds, long count);
  }

  private final String route;
  private final String hook;
  private final EnumMap<CallOutcome, LongAdder> outcomes = new EnumMap<>(CallOutcome.class);
  private final LongAdder[] counts = adders(BOUND_NANOS.length + 1);
  private final LongAdder[] nanos = adders(BOUND_NANOS.length + 1);
  private final LongAdder events = new LongAdder();
  private final long[] toldCounts = new long[BOUND_NANOS.length + 1];
  private final long[] toldNanos = new long[BOUND_NANOS.length + 1];

  HookStats(String route, String hook) {
    this.route = route;
    this.hook = hook;
    for (CallOutcome outcome : OUTCOMES) {
      outcomes.put(outcome, new LongAdder());
    }
  }

  private static LongAdder[] adders(int length) {
    LongAdder[] adders = new LongAdder[length];
    Arrays.setAll(adders, _ -> new LongAdder());
    return adders;
  }

  /// Returns the id of the route, or an empty text where there is none.
  public String route() {
    return route;
  }

  /// Returns the name of the hook.
  public String hook() {
    return hook;
  }

  /// Counts a call and its duration.
  public void ended(CallOutcome outcome, long tookNanos) {
    counted(outcome);
    took(tookNanos);
  }

  /// Counts a call that was not made, or whose duration is not known.
  public void counted(CallOutcome outcome) {
    of(outcome).increment();
  }

  /// Takes the duration of a call that is counted elsewhere.
  public void took(long tookNanos) {
    int at = 0;
    while (at < BOUND_NANOS.length && tookNanos > BOUND_NANOS[at]) {
      at++;
    }
    counts[at].increment();
    nanos[at].add(tookNanos);
  }

  /// Counts events of streams that went through.
  public void events(long more) {
    events.add(more);
  }

  /// Returns how many calls ended so.
  public long count(CallOutcome outcome) {
    return of(outcome).sum();
  }

  private LongAdder of(CallOutcome outcome) {
    return Objects.requireNonNull(outcomes.get(outcome), "every outcome is counted");
  }

  /// Returns how many calls were made.
  public long calls() {
    long sum = 0;
    for (CallOutcome outcome : OUTCOMES) {
      if (outcome != CallOutcome.BUSY && outcome != CallOutcome.TRIPPED) {
        sum += count(outcome);
      }
    }
    return sum;
  }

  /// Returns how many events went through.
  public long events() {
    return events.sum();
  }

  /// Returns how many durations were taken.
  public long timed() {
    return sum(counts);
  }

  /// Returns the sum of the durations, in nanoseconds.
  public long nanos() {
    return sum(nanos);
  }

  private static long sum(LongAdder[] adders) {
    long sum = 0;
    for (LongAdder adder : adders) {
      sum += adder.sum();
    }
    return sum;
  }

  /// Tells the durations that came since the last time.
  public synchronized void tell(Durations durations) {
    for (int i = 0; i < counts.length; i++) {
      long count = counts[i].sum();
      long spent = nanos[i].sum();
      long more = count - toldCounts[i];
      if (more > 0) {
        durations.take((spent - toldNanos[i]) / 1e9 / more, more);
        toldCounts[i] = count;
        toldNanos[i] = spent;
      }
    }
  }
}
