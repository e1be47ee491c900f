package {{package}};

import dev.gatehouse.sdk.Option;
import jakarta.validation.constraints.NotBlank;

/// What can be configured. The gateway checks it, and tells mistakes with line and column.
public record {{Name}}Config(
    @Option(description = "What is answered.", defaultValue = "Hello from {{name}}.") @NotBlank
        String sentence) {}
