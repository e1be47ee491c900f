package ${package};

import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.Secret;
import jakarta.validation.constraints.NotBlank;

/// What can be configured.
public record ${className}Config(
    @Option(
            description = "The token that callers send as bearer.",
            examples = {"${CALLER_TOKEN}"})
        Secret token,
    @Option(description = "What the caller is called.", defaultValue = "caller")
        @NotBlank
        String consumer) {}
