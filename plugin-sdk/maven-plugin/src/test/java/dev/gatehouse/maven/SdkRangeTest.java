package dev.gatehouse.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SdkRangeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.1.0-SNAPSHOT | [0.1,0.2)",
        "0.9.3          | [0.9,0.10)",
        "1.0.0          | [1.0,2)",
        "1.4.2          | [1.4,2)",
        "12.0           | [12.0,13)"
      })
  void reachesUpToTheNextVersionThatMayBreak(String version, String range) {
    assertThat(SdkRange.of(version)).isEqualTo(range);
  }

  @Test
  void refusesAVersionWithoutNumbers() {
    assertThatThrownBy(() -> SdkRange.of("latest"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"latest\"");
  }
}
