package dev.gatehouse.history.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.history.query.Interval;
import dev.gatehouse.history.query.QueryParser;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeBoundsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final long MILLIS = NOW.toEpochMilli();

  @Test
  void narrowWhereEveryMatchIsBound() {
    assertThat(of("model:x time:>=now-1h"))
        .isEqualTo(new Interval(MILLIS - 3_600_000, Long.MAX_VALUE));
    assertThat(of("time:[now-2h to now-1h] or time:[now-5h to now-4h]"))
        .isEqualTo(new Interval(MILLIS - 5 * 3_600_000, MILLIS - 3_600_000));
    assertThat(of("time:>now time:<now").empty()).isTrue();
  }

  @Test
  void stayOpenWhereAnyTimeMayMatch() {
    assertThat(of("model:x or time:>now-1h")).isEqualTo(Interval.ALL);
    assertThat(of("-time:>now-1h")).isEqualTo(Interval.ALL);
    assertThat(of("hello")).isEqualTo(Interval.ALL);
  }

  private static Interval of(String query) {
    return TimeBounds.of(QueryParser.parse(query).root(), NOW);
  }
}
