package dev.gatehouse.history.search;

import dev.gatehouse.history.query.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts records over time. The range need not be known in advance: it begins with parts of a
/// second and widens them whenever there are too many, each width being a multiple of the one
/// before.
public final class Histogram {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long[] WIDTHS = {
    SECOND, 5 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE,
    HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 7 * DAY, 28 * DAY, 364 * DAY
  };
  private static final int MOST_PARTS = 4096;

  /// One part.
  ///
  /// @param at its first millisecond
  /// @param count all records
  /// @param errors those whose outcome is not OK
  public record Bucket(long at, long count, long errors) {}

  /// The parts, without gaps.
  ///
  /// @param from the first millisecond
  /// @param to the first millisecond behind
  /// @param width of each part, in milliseconds
  /// @param buckets the parts, oldest first
  public record Result(long from, long to, long width, List<Bucket> buckets) {}

  private static final class Count {
    private long all;
    private long errors;
  }

  private Map<Long, Count> counts = new HashMap<>();
  private int width;
  private long lastPart = Long.MIN_VALUE;
  private Count last = new Count();

  Histogram() {}

  void add(long time, boolean failed) {
    long part = Math.floorDiv(time, WIDTHS[width]);
    if (part != lastPart) {
      last = counts.computeIfAbsent(part, _ -> new Count());
      lastPart = part;
    }
    last.all++;
    if (failed) {
      last.errors++;
    }
    if (counts.size() > MOST_PARTS && width < WIDTHS.length - 1) {
      widen(width + 1);
    }
  }

  private void widen(int to) {
    long factor = WIDTHS[to] / WIDTHS[width];
    Map<Long, Count> wider = new HashMap<>();
    counts.forEach((part, count) -> {
      Count sum = wider.computeIfAbsent(Math.floorDiv(part, factor), _ -> new Count());
      sum.all += count.all;
      sum.errors += count.errors;
    });
    counts = wider;
    width = to;
    lastPart = Long.MIN_VALUE;
  }

  /// Returns the counts in at most so many parts.
  ///
  /// @param time the range asked for; where it is open, the records themselves are the bound
  Result result(Interval time, int most) {
    long from = time.first();
    long to = time.last();
    if (from == Long.MIN_VALUE || to == Long.MAX_VALUE) {
      long unit = WIDTHS[width];
      long first = counts.keySet().stream().mapToLong(it -> it * unit).min().orElse(0);
      long end = counts.keySet().stream().mapToLong(it -> it * unit + unit - 1).max().orElse(0);
      from = from == Long.MIN_VALUE ? Math.min(first, to) : from;
      to = to == Long.MAX_VALUE ? Math.max(end, from) : to;
    }
    int wanted = width;
    while (wanted < WIDTHS.length - 1 && parts(from, to, WIDTHS[wanted]) > most) {
      wanted++;
    }
    for (int step = width + 1; step <= wanted; step++) {
      widen(step);
    }
    long unit = WIDTHS[width];
    List<Bucket> buckets = new ArrayList<>();
    long end = Math.floorDiv(to, unit);
    for (long part = Math.floorDiv(from, unit);
        part <= end && buckets.size() < MOST_PARTS;
        part++) {
      Count count = counts.getOrDefault(part, new Count());
      buckets.add(new Bucket(part * unit, count.all, count.errors));
    }
    long begin = buckets.isEmpty() ? from : buckets.getFirst().at();
    return new Result(begin, begin + buckets.size() * unit, unit, buckets);
  }

  private static long parts(long from, long to, long unit) {
    return Math.floorDiv(to, unit) - Math.floorDiv(from, unit) + 1;
  }
}
