package dev.gatehouse.kernel.config;

import dev.gatehouse.sdk.Option;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

/// The keys that every provider has, whatever its type.
public record ProviderCommon(
    @Option(
            description =
                "The kind of provider: the name of a provider extension, such as `openai`.")
        @NotBlank
        String type,
    @Option(description = "Time limits of each attempt.") Timeouts timeouts,
    @Option(description = "Most connections to the provider.", defaultValue = "512")
        @Min(1)
        @Max(65535)
        int maxConnections) {}
