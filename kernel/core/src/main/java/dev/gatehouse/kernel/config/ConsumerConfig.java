package dev.gatehouse.kernel.config;

import dev.gatehouse.sdk.Option;
import java.util.List;
import java.util.Map;

/// A caller that authenticators know.
public record ConsumerConfig(
    @Option(
            description =
                "Hashes of its API keys, each `sha256:` and 64 hexadecimal digits; `gatehouse hash-key` makes them.")
        List<String> keys,
    @Option(description = "What it may do.") List<String> roles,
    @Option(description = "Further facts, which may appear in the history.")
        Map<String, String> attributes) {
  /// Checks the form of the hashes, without repeating one: it may be a key put there by mistake.
  public ConsumerConfig {
    for (String key : keys) {
      if (!key.matches("sha256:[0-9a-fA-F]{64}")) {
        throw new IllegalArgumentException(
            "keys: expected \"sha256:\" and 64 hexadecimal digits; make one with gatehouse hash-key");
      }
    }
  }
}
