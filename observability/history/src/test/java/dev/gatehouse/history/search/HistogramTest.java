package dev.gatehouse.history.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.history.query.Interval;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class HistogramTest {
  @Property(tries = 1_000)
  void countsEverythingInPartsWithoutGaps(
      @ForAll @NotEmpty List<@LongRange(min = 0, max = 4_000_000_000_000L) Long> times,
      @ForAll @IntRange(min = 1, max = 100) int most) {
    Histogram histogram = new Histogram();
    for (long time : times) {
      histogram.add(time, time % 2 == 0);
    }

    Histogram.Result result = histogram.result(Interval.ALL, most);

    assertThat(result.buckets().stream().mapToLong(Histogram.Bucket::count).sum())
        .isEqualTo(times.size());
    assertThat(result.buckets().stream().mapToLong(Histogram.Bucket::errors).sum())
        .isEqualTo(times.stream().filter(it -> it % 2 == 0).count());
    long expected = result.from();
    for (Histogram.Bucket bucket : result.buckets()) {
      assertThat(bucket.at()).isEqualTo(expected);
      expected += result.width();
    }
    assertThat(expected).isEqualTo(result.to());
  }

  @Test
  void showsTheRangeAskedForEvenWhereNothingIs() {
    Histogram histogram = new Histogram();
    histogram.add(3_600_000, false);

    Histogram.Result result = histogram.result(new Interval(0, 7_200_000 - 1), 12);

    assertThat(result.width()).isEqualTo(600_000);
    assertThat(result.buckets()).hasSize(12);
    assertThat(result.buckets().get(6).count()).isEqualTo(1);
  }

  @Test
  void anOpenEndReachesToTheLastRecord() {
    Histogram histogram = new Histogram();
    histogram.add(10_500, false);
    histogram.add(14_200, true);

    Histogram.Result result = histogram.result(new Interval(8_000, Long.MAX_VALUE), 60);

    assertThat(result.from()).isEqualTo(8_000);
    assertThat(result.to()).isEqualTo(15_000);
  }

  @Test
  void isEmptyButDefinedWithoutRecords() {
    assertThat(new Histogram().result(Interval.ALL, 10).buckets()).allMatch(it -> it.count() == 0);
  }
}
