package ${package};

import dev.gatehouse.sdk.Option;
import jakarta.validation.constraints.Pattern;

/// What can be configured.
public record ${className}Config(
    @Option(description = "The file below the plugin's data folder.", defaultValue = "exchanges.jsonl")
        @Pattern(regexp = "[A-Za-z0-9._-]+")
        String file) {}
