package dev.gatehouse.compatibility;

import dev.gatehouse.sdk.ByteSize;
import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.Secret;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Every kind of value that a configuration may have.
record WitnessConfig(
    @Option(description = "A text.", defaultValue = "seen") @NotBlank String text,
    @Option(description = "A number.", defaultValue = "1") @Min(0) int number,
    @Option(description = "A time.", defaultValue = "5s") Duration time,
    @Option(description = "A size.", defaultValue = "64KiB") ByteSize size,
    @Option(description = "A choice.", defaultValue = "warm") Tone tone,
    @Option(description = "A secret.") @Nullable Secret secret,
    @Option(description = "Texts.") List<String> texts,
    @Option(description = "Texts by name.") Map<String, String> byName,
    @Option(description = "Anything.", advanced = true) @Nullable JsonNode free) {
  /// A choice.
  enum Tone {
    /// One.
    WARM,
    /// The other.
    COLD
  }

  /// Nothing to set.
  record None() {}
}
