package dev.gatehouse.plugins.cache;

import dev.gatehouse.sdk.ByteSize;
import dev.gatehouse.sdk.Option;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/// The configuration of the filter `cache`.
record CacheConfig(
    @Option(description = "How long an answer is kept.", defaultValue = "10m") @Positive
        Duration ttl,
    @Option(
            description = "Most bytes of answers kept; the least used go first.",
            defaultValue = "64MiB")
        @Positive
        ByteSize size,
    @Option(description = "Largest answer that is kept.", defaultValue = "1MiB") @Positive
        ByteSize entry,
    @Option(
            description =
                "Who shares answers: each consumer has its own (consumer), or all have the same (global).",
            defaultValue = "consumer")
        Scope scope) {
  /// Who shares answers.
  enum Scope {
    /// Each consumer has its own.
    CONSUMER,
    /// All have the same.
    GLOBAL
  }

  CacheConfig {
    if (entry.bytes() > size.bytes()) {
      throw new IllegalArgumentException(
          "entry: one answer cannot be larger than size, the whole cache");
    }
  }
}
