package dev.gatehouse.plugins.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sdk.Option;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatedConfigTest {
  static final SimulatedConfig DEFAULTS =
      new SimulatedConfig(Duration.ZERO, 0, 64, 0, 503, 0, 0, 0, 256, Map.of());

  static SimulatedConfig.Difference nothing() {
    return new SimulatedConfig.Difference(null, null, null, null, null, null, null, null, null);
  }

  @Test
  void hasTheseKeysAndDefaults() {
    assertThat(SimulatedConfig.class.getRecordComponents())
        .extracting(component ->
            component.getName() + "=" + component.getAnnotation(Option.class).defaultValue())
        .containsExactly(
            "timeToFirstToken=0ms",
            "tokensPerSecond=0",
            "answerTokens=64",
            "failureRate=0",
            "failureStatus=503",
            "cutRate=0",
            "stallRate=0",
            "jitter=0",
            "dimensions=256",
            "models=");
  }

  @Test
  void letsAModelDifferInEverything() {
    assertThat(SimulatedConfig.Difference.class.getRecordComponents())
        .extracting(RecordComponent::getName)
        .containsExactlyElementsOf(
            Arrays.stream(Behaviour.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList());
  }

  @Test
  void appliesTheDifferencesOfAModelToThatModelOnly() {
    SimulatedConfig config =
        new SimulatedConfig(
            Duration.ofMillis(5),
            50,
            64,
            0,
            503,
            0,
            0,
            0,
            256,
            Map.of(
                "slow",
                new SimulatedConfig.Difference(
                    Duration.ofSeconds(2), null, 10, 0.5, null, null, null, null, null)));

    assertThat(config.of("slow"))
        .isEqualTo(new Behaviour(Duration.ofSeconds(2), 50, 10, 0.5, 503, 0, 0, 0, 256));
    assertThat(config.of("fast"))
        .isEqualTo(new Behaviour(Duration.ofMillis(5), 50, 64, 0, 503, 0, 0, 0, 256));
  }

  @Test
  void refusesNegativeTimes() {
    assertThatThrownBy(
            () -> new SimulatedConfig(Duration.ofMillis(-1), 0, 64, 0, 503, 0, 0, 0, 256, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("time-to-first-token");
  }
}
