package dev.gatehouse.history.query;

/// The numbers from a first to a last one, both included.
///
/// @param first the smallest
/// @param last the largest; smaller than `first` when there is none
public record Interval(long first, long last) {
  /// All numbers.
  public static final Interval ALL = new Interval(Long.MIN_VALUE, Long.MAX_VALUE);

  /// No number.
  public static final Interval NONE = new Interval(0, -1);

  /// Returns whether there is no number in it.
  public boolean empty() {
    return last < first;
  }

  /// Returns whether the number is in it.
  public boolean contains(long number) {
    return number >= first && number <= last;
  }

  /// Returns the numbers in both.
  public Interval and(Interval other) {
    return new Interval(Math.max(first, other.first), Math.min(last, other.last));
  }

  /// Returns the smallest interval around both.
  public Interval around(Interval other) {
    if (empty()) {
      return other;
    }
    return other.empty()
        ? this
        : new Interval(Math.min(first, other.first), Math.max(last, other.last));
  }

  /// Returns the numbers that compare so to all numbers of this interval.
  public Interval compared(Comparison comparison) {
    return switch (comparison) {
      case GREATER -> last == Long.MAX_VALUE ? NONE : new Interval(last + 1, Long.MAX_VALUE);
      case AT_LEAST -> new Interval(first, Long.MAX_VALUE);
      case LESS -> first == Long.MIN_VALUE ? NONE : new Interval(Long.MIN_VALUE, first - 1);
      case AT_MOST -> new Interval(Long.MIN_VALUE, last);
    };
  }
}
