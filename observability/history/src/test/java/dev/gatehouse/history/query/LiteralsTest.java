package dev.gatehouse.history.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.history.query.Field.Kind;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteralsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "NUMBER, 200, 200, 200",
    "NUMBER, 5xx, 500, 599",
    "NUMBER, 4k, 4000, 4000",
    "NUMBER, 1.5k, 1500, 1500",
    "DURATION, 2s, 2000000, 2000000",
    "DURATION, 250, 250000, 250000",
    "DURATION, 1.5ms, 1500, 1500",
    "DURATION, 1m, 60000000, 60000000",
    "MONEY, 0.01, 10000000, 10000000",
    "MONEY, $2, 2000000000, 2000000000",
    "SIZE, 10kB, 10000, 10000",
    "SIZE, 1KiB, 1024, 1024",
    "TIME, now, 1795435200000, 1795435200000",
    "TIME, now-1h, 1795431600000, 1795431600000",
    "TIME, 2026-11-23, 1795392000000, 1795478399999",
    "TIME, 2026-11-23T12:00:00Z, 1795435200000, 1795435200000",
    "TIME, 2026-11-23T12:00:00, 1795435200000, 1795435200000",
    "TIME, 2026-11-23T13:00:00+01:00, 1795435200000, 1795435200000",
    "TIME, 1795435200000, 1795435200000, 1795435200000"
  })
  void readsWithUnits(Kind kind, String text, long first, long last) {
    assertThat(Literals.read(kind, text, NOW)).contains(new Interval(first, last));
  }

  @ParameterizedTest
  @CsvSource({
    "NUMBER, many",
    "NUMBER, 2s",
    "DURATION, 2kg",
    "MONEY, 1€",
    "SIZE, 1TB",
    "TIME, yesterday",
    "TIME, 2026-13-01",
    "TIME, now-1y",
    "KEYWORD, 1",
    "NUMBER, 999999999999999999g",
    "TIME, 2026-11-23T25:00:00Z"
  })
  void refusesWhatItDoesNotKnow(Kind kind, String text) {
    assertThat(Literals.read(kind, text, NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'>', 2, 1.5, true", "'>', 1, 1.5, false", "'<', 1, 1.5, true", "'<', 2, 1.5, false",
    "'>=', 2, 1.5, true", "'<=', 2, 1.5, false", "'>', 500, 5xx, false", "'>', 600, 5xx, true",
    "'>=', 500, 5xx, true", "'<=', 599, 5xx, true", "'<', 500, 5xx, false"
  })
  void comparesWithNumbersBetweenWholeOnesAndWithClasses(
      String sign, long number, String bound, boolean holds) {
    Interval interval = Literals.read(Kind.NUMBER, bound, NOW).orElseThrow();

    assertThat(interval.compared(Comparison.of(sign)).contains(number)).isEqualTo(holds);
  }
}
