package dev.gatehouse.kernel.config;

import dev.gatehouse.sdk.Option;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A name that clients ask for, and what answers under it.
public record ModelConfig(
    @Option(description = "What answers; the share of each is its weight.") @NotEmpty
        List<TargetConfig> targets,
    @Option(
            description =
                "What is tried, in this order, when all targets have failed before any content went out.")
        List<TargetConfig> fallback,
    @Option(
            description =
                "The router extension that orders the targets; without it they are drawn by weight.")
        @Nullable String router) {

  /// A provider and the name the model has there.
  public record TargetConfig(
      @Option(description = "A key below `providers`.") @NotBlank String provider,
      @Option(description = "The provider's name of the model.") @NotBlank String model,
      @Option(
              description =
                  "The share among the targets, relative to the others; 0 takes no traffic.",
              defaultValue = "1")
          @Min(0)
          int weight,
      @Option(description = "The price, where it differs from the built-in catalogue.")
          @Nullable PriceConfig price) {}

  /// A price in US dollars for a million tokens.
  public record PriceConfig(
      @Option(description = "Input tokens.") @PositiveOrZero double input,
      @Option(
              description =
                  "Input tokens that the provider had cached; the price of input when absent.")
          @Nullable Double cachedInput,
      @Option(description = "Output tokens.") @PositiveOrZero double output) {}
}
