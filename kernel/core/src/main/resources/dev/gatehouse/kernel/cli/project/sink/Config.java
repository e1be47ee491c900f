package {{package}};

import dev.gatehouse.sdk.Option;
import jakarta.validation.constraints.Pattern;

/// What can be configured. The gateway checks it, and tells mistakes with line and column.
public record {{Name}}Config(
    @Option(
            description = "Name of the file in the plugin's own data folder.",
            defaultValue = "exchanges.log")
        @Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9._-]*")
        String file) {}
