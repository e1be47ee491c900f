package {{package}};

import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.Secret;

/// What can be configured. Secrets are given by reference, such as `${SHARED_SECRET}`, and are never
/// printed.
public record {{Name}}Config(
    @Option(description = "What callers have to show in x-{{name}}.") Secret secret) {}
