package dev.gatehouse.sdk.plugin;

import dev.gatehouse.sdk.exchange.Consumer;
import java.util.List;
import java.util.Objects;

/// A consumer as the configuration has it.
///
/// @param consumer its id, roles and attributes
/// @param keys the hashes of its API keys, each as `sha256:` and 64 hexadecimal digits
public record ConfiguredConsumer(Consumer consumer, List<String> keys) {
  /// Copies the list.
  public ConfiguredConsumer {
    Objects.requireNonNull(consumer, "consumer");
    keys = List.copyOf(keys);
  }
}
