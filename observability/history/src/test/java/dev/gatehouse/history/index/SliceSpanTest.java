package dev.gatehouse.history.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.history.query.Interval;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SliceSpanTest {
  private static final long NOON = Instant.parse("2026-11-23T12:34:56Z").toEpochMilli();

  @TempDir Path folder;

  @Test
  void coversItsHourOrDay() {
    SliceSpan hour = SliceLength.HOUR.at(NOON);
    SliceSpan day = SliceLength.DAY.at(NOON);

    assertThat(hour.name()).isEqualTo("2026-11-23T12");
    assertThat(hour.last() - hour.first()).isEqualTo(3_599_999);
    assertThat(day.name()).isEqualTo("2026-11-23");
    assertThat(day.last() - day.first()).isEqualTo(86_399_999);
    assertThat(hour.overlaps(day)).isTrue();
  }

  @Test
  void isReadFromTheNameOfAFolder() {
    assertThat(SliceSpan.named("2026-11-23T12")).contains(SliceLength.HOUR.at(NOON));
    assertThat(SliceSpan.named("2026-11-23")).contains(SliceLength.DAY.at(NOON));
    assertThat(SliceSpan.named("lost+found")).isEmpty();
    assertThat(SliceSpan.named("2026-13-23")).isEmpty();
  }

  @Test
  void slicesNeverOverlapWhenTheLengthChanges() throws Exception {
    try (Slices slices = Slices.open(folder)) {
      slices.at(NOON, SliceLength.HOUR);

      Slice later = slices.at(NOON + 3_600_000, SliceLength.DAY);
      Slice nextDay = slices.at(NOON + 86_400_000, SliceLength.DAY);
      Slice within = slices.at(NOON + 86_500_000, SliceLength.HOUR);

      assertThat(later.span().name()).isEqualTo("2026-11-23T13");
      assertThat(nextDay.span().name()).isEqualTo("2026-11-24");
      assertThat(within).isSameAs(nextDay);
    }
    try (Slices slices = Slices.open(folder)) {
      assertThat(slices.newestFirst(Interval.ALL))
          .extracting(it -> it.span().name())
          .containsExactly("2026-11-24", "2026-11-23T13", "2026-11-23T12");
    }
  }
}
