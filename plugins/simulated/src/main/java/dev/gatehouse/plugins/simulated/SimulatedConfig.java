package dev.gatehouse.plugins.simulated;

import dev.gatehouse.sdk.Option;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the models of a simulated provider behave, and how some of them differ.
record SimulatedConfig(
    @Option(description = "The time until the first token.", defaultValue = "0ms")
        Duration timeToFirstToken,
    @Option(description = "How many tokens follow in a second; 0: all at once.", defaultValue = "0")
        @PositiveOrZero
        double tokensPerSecond,
    @Option(
            description =
                "The most tokens of an answer, as far as the request does not ask for fewer.",
            defaultValue = "64")
        @Min(1)
        @Max(100_000)
        int answerTokens,
    @Option(description = "The share of requests that fail, from 0 to 1.", defaultValue = "0")
        @DecimalMin("0")
        @DecimalMax("1")
        double failureRate,
    @Option(description = "The status that failing requests get.", defaultValue = "503")
        @Min(400)
        @Max(599)
        int failureStatus,
    @Option(
            description = "The share of requests whose answer breaks off, from 0 to 1.",
            defaultValue = "0")
        @DecimalMin("0")
        @DecimalMax("1")
        double cutRate,
    @Option(
            description = "The share of requests whose answer falls silent, from 0 to 1.",
            defaultValue = "0")
        @DecimalMin("0")
        @DecimalMax("1")
        double stallRate,
    @Option(
            description = "How far each wait may be off, as a share of it, from 0 to 1.",
            defaultValue = "0")
        @DecimalMin("0")
        @DecimalMax("1")
        double jitter,
    @Option(
            description = "The length of vectors, as far as the request does not say.",
            defaultValue = "256")
        @Min(1)
        @Max(Vectors.LONGEST)
        int dimensions,
    @Option(
            description = "What is different for some models, by the name of the model.",
            examples = {"{ slow: { time-to-first-token: 2s, tokens-per-second: 10 } }"})
        Map<String, Difference> models) {
  /// What is different for one model; what is left out is as for all.
  record Difference(
      @Option(description = "The time until the first token.") @Nullable Duration timeToFirstToken,
      @Option(description = "How many tokens follow in a second; 0: all at once.") @PositiveOrZero
          @Nullable Double tokensPerSecond,
      @Option(description = "The most tokens of an answer.") @Min(1) @Max(100_000)
          @Nullable Integer answerTokens,
      @Option(description = "The share of requests that fail, from 0 to 1.")
          @DecimalMin("0")
          @DecimalMax("1")
          @Nullable Double failureRate,
      @Option(description = "The status that failing requests get.") @Min(400) @Max(599)
          @Nullable Integer failureStatus,
      @Option(description = "The share of requests whose answer breaks off, from 0 to 1.")
          @DecimalMin("0")
          @DecimalMax("1")
          @Nullable Double cutRate,
      @Option(description = "The share of requests whose answer falls silent, from 0 to 1.")
          @DecimalMin("0")
          @DecimalMax("1")
          @Nullable Double stallRate,
      @Option(description = "How far each wait may be off, as a share of it, from 0 to 1.")
          @DecimalMin("0")
          @DecimalMax("1")
          @Nullable Double jitter,
      @Option(description = "The length of vectors.") @Min(1) @Max(Vectors.LONGEST)
          @Nullable Integer dimensions) {}

  /// Checks what the types cannot say.
  SimulatedConfig {
    models = Map.copyOf(models);
    if (timeToFirstToken.isNegative()) {
      throw new IllegalArgumentException("time-to-first-token is not negative");
    }
  }

  /// Returns how a model behaves.
  Behaviour of(String model) {
    Difference own = models.get(model);
    if (own == null) {
      own = new Difference(null, null, null, null, null, null, null, null, null);
    }
    return new Behaviour(
        or(own.timeToFirstToken, timeToFirstToken),
        or(own.tokensPerSecond, tokensPerSecond),
        or(own.answerTokens, answerTokens),
        or(own.failureRate, failureRate),
        or(own.failureStatus, failureStatus),
        or(own.cutRate, cutRate),
        or(own.stallRate, stallRate),
        or(own.jitter, jitter),
        or(own.dimensions, dimensions));
  }

  private static <T> T or(@Nullable T own, T general) {
    return own == null ? general : own;
  }
}
