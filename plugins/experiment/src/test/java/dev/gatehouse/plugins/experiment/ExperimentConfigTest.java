package dev.gatehouse.plugins.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.plugins.experiment.ExperimentConfig.VariantConfig;
import dev.gatehouse.sdk.Option;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExperimentConfigTest {
  @Test
  void hasTheseKeysAndDefaults() {
    assertThat(keys(ExperimentsConfig.class)).containsExactly("experiments=");
    assertThat(keys(ExperimentConfig.class))
        .containsExactly(
            "model=", "unit=", "coverage=100", "salt=", "phase=1", "enabled=true", "variants=");
    assertThat(keys(VariantConfig.class))
        .containsExactly("weight=1", "provider=", "model=", "parameters=", "systemPrompt=");
  }

  private static List<String> keys(Class<? extends Record> config) {
    return Arrays.stream(config.getRecordComponents())
        .map(component ->
            component.getName() + "=" + component.getAnnotation(Option.class).defaultValue())
        .toList();
  }
}
