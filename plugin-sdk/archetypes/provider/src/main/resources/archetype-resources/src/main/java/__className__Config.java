package ${package};

import dev.gatehouse.sdk.Option;

/// What can be configured.
public record ${className}Config(
    @Option(description = "What answers begin with.", defaultValue = "You said: ") String prefix) {}
