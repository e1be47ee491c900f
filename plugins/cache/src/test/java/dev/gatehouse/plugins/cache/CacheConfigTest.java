package dev.gatehouse.plugins.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sdk.ByteSize;
import dev.gatehouse.sdk.Option;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CacheConfigTest {
  @Test
  void hasTheseKeysAndDefaults() {
    assertThat(CacheConfig.class.getRecordComponents())
        .extracting(component ->
            component.getName() + "=" + component.getAnnotation(Option.class).defaultValue())
        .containsExactly("ttl=10m", "size=64MiB", "entry=1MiB", "scope=consumer");
  }

  @Test
  void refusesAnEntryLargerThanTheWhole() {
    assertThatThrownBy(() ->
            new CacheConfig(
                Duration.ofMinutes(1),
                new ByteSize(10),
                new ByteSize(11),
                CacheConfig.Scope.CONSUMER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("entry: one answer cannot be larger than size");
  }
}
