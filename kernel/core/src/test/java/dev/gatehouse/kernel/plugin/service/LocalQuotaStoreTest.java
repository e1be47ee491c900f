package dev.gatehouse.kernel.plugin.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.sdk.store.QuotaStore.Reservation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LocalQuotaStoreTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final InstantSource source = now::get;
  private final Clock clock = source.withZone(ZoneOffset.UTC);
  private final LocalQuotaStore quotas = new LocalQuotaStore(clock, 3);

  private Reservation reserve(String key, long amount) {
    return quotas.reserve(key, amount, 100, MINUTE);
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  @Test
  void grantsUntilTheLimitIsReservedAndSaysWhenToComeBack() {
    Reservation first = reserve("a", 70);
    assertThat(first.granted()).isTrue();
    assertThat(first.remaining()).isEqualTo(30);
    assertThat(first.retryAfter()).isZero();

    Reservation second = reserve("a", 40);
    assertThat(second.granted()).isFalse();
    assertThat(second.remaining()).isEqualTo(30);
    assertThat(second.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(2));
    assertThat(reserve("b", 100).granted()).as("another key").isTrue();
  }

  @Test
  void whenTheTimeToComeBackIsOverTheAmountIsThere() {
    assertThat(reserve("a", 100).granted()).isTrue();
    pass(Duration.ofSeconds(10));
    Reservation refused = reserve("a", 50);
    assertThat(refused.granted()).isFalse();

    pass(refused.retryAfter());

    assertThat(reserve("a", 50).granted()).isTrue();
  }

  @Test
  void settlingReplacesWhatWasReservedOnce() {
    Reservation reserved = reserve("a", 90);
    reserved.settle(10);
    reserved.settle(0);

    assertThat(reserve("a", 90).granted()).isTrue();
    assertThat(reserve("a", 1).granted()).isFalse();
  }

  @Test
  void whatCostMoreThanReservedCountsWhole() {
    reserve("a", 10).settle(150);

    assertThat(reserve("a", 1).granted()).isFalse();
  }

  @Test
  void whatWasSpentFadesEvenlyOverTheNextWindow() {
    assertThat(reserve("a", 100).granted()).isTrue();

    pass(Duration.ofSeconds(90));

    assertThat(reserve("a", 51).granted()).isFalse();
    assertThat(reserve("a", 50).granted()).isTrue();
    pass(Duration.ofMinutes(3));
    assertThat(reserve("a", 100).granted()).isTrue();
  }

  @Test
  void aLateSettlementGivesBackAlsoFromTheWindowBefore() {
    Reservation reserved = reserve("a", 100);
    pass(MINUTE);

    reserved.settle(0);

    assertThat(reserve("a", 100).granted()).isTrue();
  }

  @Test
  void remembersNoMoreKeysThanAllowed() {
    assertThat(reserve("a", 100).granted()).isTrue();
    for (String key : new String[] {"b", "c", "d"}) {
      assertThat(reserve(key, 1).granted()).isTrue();
    }

    assertThat(reserve("a", 100).granted()).as("the oldest was forgotten").isTrue();
  }

  @Test
  void refusesNumbersOutOfRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> reserve("a", -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> quotas.reserve("a", 1, 1, Duration.ofMillis(999)))
        .withMessageContaining("1 s to 366 days");
    assertThatIllegalArgumentException().isThrownBy(() -> reserve("a", 1).settle(-1));
  }

  @Property(tries = 200)
  void neverGrantsMoreThanTheLimitWithinOneWindow(
      @ForAll @Size(max = 50) java.util.List<@IntRange(max = 60) Integer> amounts) {
    LocalQuotaStore store = new LocalQuotaStore(clock, 3);
    long granted = 0;
    for (int amount : amounts) {
      Reservation reservation = store.reserve("a", amount, 100, MINUTE);
      granted += reservation.granted() ? amount : 0;
      assertThat(granted).isLessThanOrEqualTo(100);
      assertThat(reservation.remaining()).isEqualTo(100 - granted);
    }
  }
}
