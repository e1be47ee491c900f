package ${package};

import dev.gatehouse.sdk.Option;
import jakarta.validation.constraints.NotBlank;

/// What can be configured.
public record ${className}Config(
    @Option(description = "What answers are signed with.", defaultValue = "hello")
        @NotBlank
        String text) {}
