package dev.gatehouse.plugins.experiment;

import dev.gatehouse.sdk.Option;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One experiment.
record ExperimentConfig(
    @Option(description = "The model whose requests take part.") @NotBlank String model,
    @Option(
            description =
                "What is given a variant, the first that a request has: consumer, user, session, header:<name>, request.",
            examples = {"[user, consumer, request]"})
        @NotEmpty
        List<String> unit,
    @Option(
            description =
                "Share of the units that take part, in percent. Raising it moves no unit to another variant.",
            defaultValue = "100")
        @PositiveOrZero
        @DecimalMax("100")
        double coverage,
    @Option(
            description =
                "Decides with the unit which variant it gets; the experiment's name when absent. Another salt mixes all units anew.")
        @Nullable String salt,
    @Option(
            description =
                "Counts changes of weights. Raise it with them: exposures of different phases are not pooled.",
            defaultValue = "1")
        @Min(1)
        int phase,
    @Option(description = "Whether the experiment runs.", defaultValue = "true") boolean enabled,
    @Option(
            description =
                "The variants by name, in an order that must not change while the experiment runs.")
        @NotEmpty
        Map<String, VariantConfig> variants) {

  ExperimentConfig {
    for (String each : unit) {
      if (!each.matches("consumer|user|session|request|header:[A-Za-z0-9-]{1,64}")) {
        throw new IllegalArgumentException(
            "unit: \"" + each + "\" is none of consumer, user, session, request, header:<name>");
      }
    }
    if (variants.values().stream().mapToDouble(VariantConfig::weight).sum() <= 0) {
      throw new IllegalArgumentException("variants: at least one needs a weight above 0");
    }
  }

  /// One variant.
  record VariantConfig(
      @Option(description = "Its share, relative to the other variants.", defaultValue = "1")
          @PositiveOrZero
          double weight,
      @Option(description = "The provider that answers; the model's own targets when absent.")
          @Nullable String provider,
      @Option(description = "The provider's name of the model; needed when a provider is named.")
          @Nullable String model,
      @Option(description = "Merged into the request's body (RFC 7396), for other parameters.")
          @Nullable JsonNode parameters,
      @Option(description = "A system instruction that is put before the messages.")
          @Nullable String systemPrompt) {
    VariantConfig {
      if ((provider == null) != (model == null)) {
        throw new IllegalArgumentException(
            "a variant names provider and model together, or neither");
      }
      if (parameters != null && !(parameters instanceof ObjectNode)) {
        throw new IllegalArgumentException("parameters: expected names with values");
      }
    }
  }
}
