package dev.gatehouse.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.plugin.policy.CallGate;
import dev.gatehouse.kernel.plugin.policy.TripBreaker;
import dev.gatehouse.sdk.http.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GuardTest {
  private static final long LIMIT = Duration.ofMillis(100).toNanos();

  private static final CallGate GATE =
      new CallGate(
          new TripBreaker.Settings(
              5, Duration.ofSeconds(10), 0.5, Duration.ofSeconds(1), Duration.ofMinutes(1)),
          Clock.systemUTC());
  private static final Callee CALLEE =
      new Callee("filter stuck", GATE, GATE.hook("route", "request"));

  private final Guard guard = new Guard();

  @Test
  void interruptsACallWhoseTimeIsOverAndLeavesNoInterruptBehind() {
    guard.arm(1_000);
    assertThat(guard.check(1_000, false)).isFalse();
    assertThat(guard.check(1_001, true)).isTrue();
    assertThat(guard.check(1_002, true)).as("once").isFalse();

    assertThat(guard.fired()).isTrue();
    assertThat(guard.disarm()).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void interruptsAStepThatStandsStillForTooLong() {
    guard.armSteps(LIMIT);
    assertThat(guard.check(0, false)).as("seen for the first time").isFalse();
    assertThat(guard.check(LIMIT, false)).isFalse();
    guard.step(CALLEE);
    assertThat(guard.check(LIMIT + 1, false)).as("another step").isFalse();
    assertThat(guard.check(2 * LIMIT + 1, false)).isFalse();
    assertThat(guard.check(2 * LIMIT + 2, false)).isTrue();

    assertThat(guard.disarm()).isTrue();
  }

  @Test
  void interruptsThePresentCallAndEveryLaterOneWhenTheClientLeaves() {
    guard.armSteps(LIMIT);
    guard.cancel();
    assertThat(guard.fired()).isTrue();
    assertThat(guard.disarm()).isTrue();

    guard.arm(System.nanoTime() + TimeUnit.HOURS.toNanos(1));
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(guard.disarm()).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void interruptsThePresentCallAndEveryLaterOneWhenTheExchangeIsCut() {
    guard.arm();
    assertThat(guard.check(Long.MAX_VALUE, false)).as("it may take any time").isFalse();
    assertThat(guard.check(Long.MIN_VALUE, false)).isFalse();
    guard.cut(Problem.of(503, "over", "Over."));
    assertThat(guard.disarm()).isTrue();

    guard.arm();
    assertThat(guard.disarm()).isTrue();
    assertThat(guard.ended()).isTrue();
    assertThat(guard.cancelled()).isFalse();
  }

  @Test
  void leavesCallsInPeaceThatSettleTheExchange() {
    guard.cancel();
    guard.settling();

    guard.arm(LIMIT);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(guard.check(LIMIT + 1, false)).as("the time limit holds").isTrue();
    assertThat(guard.disarm()).isTrue();
  }

  @Test
  void givesUpACallThatTakesNoNotice() {
    guard.arm(System.nanoTime() - 1, CALLEE);
    assertThat(guard.check(System.nanoTime(), false)).isTrue();
    long fired = System.nanoTime();

    assertThat(guard.giveUp(fired)).as("it has a moment").isNull();
    assertThat(guard.giveUp(fired + Duration.ofSeconds(2).toNanos())).isSameAs(CALLEE);
    assertThat(guard.giveUp(fired + Duration.ofSeconds(4).toNanos())).as("once").isNull();

    assertThatThrownBy(guard::disarm).isInstanceOf(GivenUp.class);
    assertThatThrownBy(() -> guard.arm(1_000, CALLEE)).isInstanceOf(GivenUp.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void leavesACallItsTimeThoughTheClientLeaves() {
    long now = System.nanoTime();
    guard.arm(now + Duration.ofSeconds(10).toNanos(), CALLEE);
    guard.cancel();

    assertThat(guard.giveUp(now + Duration.ofSeconds(5).toNanos())).isNull();
    assertThat(guard.giveUp(now + Duration.ofSeconds(12).toNanos())).isSameAs(CALLEE);
    assertThatThrownBy(guard::disarm).isInstanceOf(GivenUp.class);
  }

  @Test
  void neverGivesUpWhatTheKernelDoesItself() {
    guard.arm();
    guard.cancel();

    assertThat(guard.giveUp(Long.MAX_VALUE)).isNull();
    assertThat(guard.disarm()).isTrue();
  }

  @Test
  void endingWhatHasEndedAlreadyDoesNothing() {
    guard.armSteps(LIMIT);
    guard.cancel();

    assertThat(guard.disarm()).isTrue();
    assertThat(guard.disarm()).isFalse();
    assertThat(guard.check(Long.MAX_VALUE, false)).isFalse();
  }
}
