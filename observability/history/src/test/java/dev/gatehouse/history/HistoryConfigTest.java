package dev.gatehouse.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sdk.Option;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryConfigTest {
  @Test
  void namesEachKeyWithItsDefault() {
    Map<String, String> defaults = new LinkedHashMap<>();
    for (RecordComponent component : HistoryConfig.class.getRecordComponents()) {
      Option option = component.getAnnotation(Option.class);
      assertThat(option.description()).as(component.getName()).endsWith(".");
      defaults.put(component.getName(), option.defaultValue());
    }

    assertThat(defaults)
        .containsExactly(
            Map.entry("enabled", "true"),
            Map.entry("folder", ""),
            Map.entry("slice", "hour"),
            Map.entry("retentionAge", "30d"),
            Map.entry("retentionBytes", "20GiB"),
            Map.entry("fsync", "interval"),
            Map.entry("journalLimit", "4GiB"),
            Map.entry("indexText", "all"),
            Map.entry("indexTextLimit", "65536"),
            Map.entry("indexCpu", "0.5"),
            Map.entry("searchThreads", "2"),
            Map.entry("searchTime", "5s"),
            Map.entry("openSlices", "64"));
  }

  @Test
  void refusesWhatCannotWork() {
    assertThatThrownBy(() -> OpenHistory.retention(Duration.ofSeconds(1), 1 << 30))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("retention-age");
    assertThatThrownBy(() -> OpenHistory.retention(Duration.ofDays(1), 1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("retention-bytes");
  }
}
