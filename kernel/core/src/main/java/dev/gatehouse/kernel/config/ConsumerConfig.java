package dev.gatehouse.kernel.config;

import dev.gatehouse.sdk.Option;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;

/// A caller that authenticators know. What is wrong with a hash never repeats it: it may be a key
/// put there by mistake.
public record ConsumerConfig(
    @Option(
            description =
                "Hashes of its API keys, each `sha256:` and 64 hexadecimal digits; `gatehouse hash-key` makes them.")
        List<
                @Pattern(
                    regexp = "sha256:[0-9a-fA-F]{64}",
                    message =
                        "expected \"sha256:\" and 64 hexadecimal digits; make one with gatehouse hash-key")
                String>
            keys,
    @Option(description = "What it may do.") List<String> roles,
    @Option(description = "Further facts, which may appear in the history.")
        Map<String, String> attributes) {}
