package dev.gatehouse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  void handsOutTheSameSetAgain() {
    Labels labels = new Labels(10);

    assertThat(labels.server("GET", "http", 200, "r", null))
        .isSameAs(labels.server("GET", "http", 200, "r", null))
        .isNotEqualTo(labels.server("GET", "http", 500, "r", "500"));
  }

  @Test
  void keepsABoundedNumberAndStillAnswers() {
    Labels labels = new Labels(10);
    for (int i = 0; i < 100; i++) {
      assertThat(labels.exposed("e", "v" + i).get(Names.VARIANT)).isEqualTo("v" + i);
    }

    assertThat(labels.size()).isEqualTo(10);
  }
}
