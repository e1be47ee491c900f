package dev.gatehouse.history.search;

import dev.gatehouse.history.index.IndexNames;
import dev.gatehouse.history.query.Field;
import dev.gatehouse.history.query.Interval;
import dev.gatehouse.history.query.Literals;
import dev.gatehouse.history.query.Node;
import dev.gatehouse.history.query.Value;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Finds the times outside of which a query matches nothing, so that slices need not be asked.
final class TimeBounds {
  private TimeBounds() {}

  static Interval of(Node node, Instant now) {
    return switch (node) {
      case Node.And and ->
          and.parts().stream().map(it -> of(it, now)).reduce(Interval.ALL, Interval::and);
      case Node.Or or ->
          or.parts().stream().map(it -> of(it, now)).reduce(Interval.NONE, Interval::around);
      case Node.Compare compare ->
          compare.field().equals(IndexNames.TIME)
              ? read(compare.bound(), now).compared(compare.comparison())
              : Interval.ALL;
      case Node.Between between ->
          between.field().equals(IndexNames.TIME)
              ? between(between.low(), between.high(), now)
              : Interval.ALL;
      case Node.Match match ->
          match.field().equals(IndexNames.TIME) && match.value() instanceof Value.Text text
              ? read(text.text(), now)
              : Interval.ALL;
      case Node.Everything _, Node.Not _, Node.Words _ -> Interval.ALL;
    };
  }

  static Interval between(@Nullable String low, @Nullable String high, Instant now) {
    long first = low == null ? Long.MIN_VALUE : read(low, now).first();
    long last = high == null ? Long.MAX_VALUE : read(high, now).last();
    return new Interval(first, last);
  }

  /// An unreadable literal matches nothing, so no bound is lost by calling it empty.
  private static Interval read(String literal, Instant now) {
    return Literals.read(Field.Kind.TIME, literal, now).orElse(Interval.NONE);
  }
}
