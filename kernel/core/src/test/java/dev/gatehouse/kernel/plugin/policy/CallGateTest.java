package dev.gatehouse.kernel.plugin.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.plugin.policy.CallGate.Pass;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallGateTest {
  private final CallGate gate =
      new CallGate(
          new TripBreaker.Settings(
              2, Duration.ofSeconds(10), 0.5, Duration.ofHours(1), Duration.ofHours(1)),
          Clock.systemUTC());

  @Test
  void letsAsManyThroughAtATimeAsAllowed() {
    assertThat(gate.enter(2, 0)).isEqualTo(Pass.FREE);
    assertThat(gate.enter(2, 0)).isEqualTo(Pass.FREE);
    assertThat(gate.enter(2, 0)).isEqualTo(Pass.BUSY);
    assertThat(gate.running()).isEqualTo(2);

    gate.leave(2);

    assertThat(gate.enter(2, 0)).isEqualTo(Pass.FREE);
  }

  @Test
  void letsNobodyThroughWhileItIsTripped() {
    for (int i = 0; i < 2; i++) {
      assertThat(gate.enter(0, System.nanoTime())).isEqualTo(Pass.FREE);
      gate.leave(0);
      boolean _ = gate.failed("broken", "");
    }

    assertThat(gate.enter(0, System.nanoTime())).isEqualTo(Pass.TRIPPED);
    assertThat(gate.running()).isZero();
  }

  @Test
  void countsByRouteHookAndOutcome() {
    gate.hook("a", "request").ended(CallOutcome.NEXT, 2_000);
    gate.hook("a", "request").ended(CallOutcome.REJECT, 4_000);
    gate.hook("b", "request").counted(CallOutcome.BUSY);

    assertThat(gate.calls()).isEqualTo(2);
    assertThat(gate.count(CallOutcome.REJECT)).isEqualTo(1);
    assertThat(gate.count(CallOutcome.BUSY)).isEqualTo(1);
    assertThat(gate.meanMicros()).isEqualTo(3.0);
    assertThat(gate.hooks()).hasSize(2);
  }

  @Test
  void tellsDurationsOnceByClassWithExactCountsAndSums() {
    HookStats stats = gate.hook("a", "request");
    stats.took(2_000);
    stats.took(4_000);
    stats.took(3_000_000);
    List<String> told = new ArrayList<>();

    stats.tell((mean, count) -> told.add(mean + " x " + count));
    stats.tell((mean, count) -> told.add("again"));

    assertThat(told).containsExactly("3.0E-6 x 2", "0.003 x 1");
  }

  @Test
  void countsRoutesBeyondTheBoundTogether() {
    for (int i = 0; i < 2_000; i++) {
      gate.hook("route-" + i, "request").counted(CallOutcome.NEXT);
    }

    assertThat(gate.hooks()).hasSizeLessThanOrEqualTo(1_001);
    assertThat(gate.calls()).isEqualTo(2_000);
  }
}
