package ${package};

import dev.gatehouse.sdk.Option;
import jakarta.validation.constraints.NotBlank;

/// What can be configured.
public record ${className}Config(
    @Option(description = "The header field that names a provider.", defaultValue = "x-provider")
        @NotBlank
        String header) {}
