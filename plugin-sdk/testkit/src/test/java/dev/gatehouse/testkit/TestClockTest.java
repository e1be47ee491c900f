package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TestClockTest {
  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
  private final TestClock clock = new TestClock();

  @Test
  void goesLikeTheMachineUntilItIsMoved() {
    Instant before = Clock.systemUTC().instant();

    clock.advance(Duration.ofDays(1));

    assertThat(clock.instant())
        .isBetween(before.plus(Duration.ofDays(1)), before.plus(Duration.ofDays(1).plusMinutes(1)));
  }

  @Test
  void standsWhereItWasStoppedAndGoesOnFromThere() {
    clock.stopAt(NOON);
    clock.advance(Duration.ofSeconds(5));
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(5));

    clock.goOn();

    assertThat(clock.instant()).isBetween(NOON.plusSeconds(5), NOON.plusSeconds(65));
  }

  @Test
  void movesItsViewsInOtherZonesAlong() {
    Clock elsewhere = clock.withZone(ZoneId.of("Asia/Tokyo"));

    clock.stopAt(NOON);

    assertThat(elsewhere.instant()).isEqualTo(NOON);
  }

  @Test
  void isNotMovedBackwards() {
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
