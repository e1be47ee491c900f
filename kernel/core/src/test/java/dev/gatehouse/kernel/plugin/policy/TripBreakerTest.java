package dev.gatehouse.kernel.plugin.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TripBreakerTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLong calls = new AtomicLong();
  private final TripBreaker breaker =
      new TripBreaker(
          new TripBreaker.Settings(
              3, Duration.ofSeconds(10), 0.5, Duration.ofSeconds(1), Duration.ofSeconds(3)),
          calls::get);

  private boolean fails(long now) {
    calls.incrementAndGet();
    return breaker.failed(now, Instant.EPOCH, "broken", "p.Filter.onRequest:1");
  }

  private void trip(long now) {
    for (int i = 0; i < 3; i++) {
      assertThat(breaker.tripped()).isFalse();
      assertThat(fails(now)).isEqualTo(i == 2);
    }
  }

  @Test
  void tripsWhenEnoughCallsOfAWindowFailedAndKeepsOneStack() {
    trip(0);

    assertThat(breaker.tripped()).isTrue();
    assertThat(breaker.allows(1)).isFalse();
    assertThat(breaker.retryAfterSeconds(1)).isEqualTo(1);
    TripBreaker.Trip last = Objects.requireNonNull(breaker.last());
    assertThat(last.reason()).isEqualTo("3 of 3 calls failed within PT10S: broken");
    assertThat(last.stack()).isEqualTo("p.Filter.onRequest:1");
  }

  @Test
  void forgetsFaultsOfEarlierWindows() {
    assertThat(fails(0)).isFalse();
    assertThat(fails(SECOND)).isFalse();
    assertThat(fails(11 * SECOND)).isFalse();
    assertThat(fails(12 * SECOND)).isFalse();
    assertThat(breaker.tripped()).isFalse();
  }

  @Test
  void toleratesFewFaultsAmongManyCalls() {
    assertThat(fails(0)).isFalse();
    calls.addAndGet(100);
    assertThat(fails(1)).isFalse();
    assertThat(fails(2)).isFalse();
    assertThat(fails(3)).isFalse();
    assertThat(breaker.tripped()).isFalse();
  }

  @Test
  void letsOneCallThroughAfterTheBackOffAndForgivesWhenItGoesWell() {
    trip(0);

    assertThat(breaker.allows(SECOND)).isTrue();
    assertThat(breaker.allows(SECOND)).as("one at a time").isFalse();
    breaker.succeeded();

    assertThat(breaker.tripped()).isFalse();
    assertThat(breaker.allows(SECOND)).isTrue();
  }

  @Test
  void staysAwayTwiceAsLongEachTimeUpToABound() {
    trip(0);
    long now = 0;
    for (long backOff : new long[] {1, 2, 3, 3}) {
      assertThat(breaker.allows(now + backOff * SECOND - 1)).isFalse();
      now += backOff * SECOND;
      assertThat(breaker.allows(now)).isTrue();
      assertThat(fails(now)).isTrue();
    }
  }

  @Test
  void triesAgainWhenNothingWasLearntFromATrial() {
    trip(0);

    assertThat(breaker.allows(SECOND)).isTrue();
    breaker.undecided();

    assertThat(breaker.allows(SECOND)).isTrue();
  }

  @Test
  void neverTripsWhenSwitchedOff() {
    TripBreaker off =
        new TripBreaker(
            new TripBreaker.Settings(
                0, Duration.ofSeconds(10), 0.5, Duration.ofSeconds(1), Duration.ofSeconds(3)),
            calls::get);
    for (int i = 0; i < 1_000; i++) {
      assertThat(off.failed(i, Instant.EPOCH, "broken", "")).isFalse();
    }
  }
}
