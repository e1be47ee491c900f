package com.example.hello;

import dev.gatehouse.sdk.Option;
import jakarta.validation.constraints.Pattern;
import java.util.Map;

/// What can be configured. The gateway checks it, tells mistakes with line and column, and makes the
/// JSON Schema of it.
public record HelloConfig(
    @Option(
            description = "Language of the greeting, as a code of two letters.",
            defaultValue = "en",
            examples = {"de", "ja"})
        @Pattern(regexp = "[a-z]{2}")
        String language,
    @Option(description = "Languages of single consumers, by their name.")
        Map<String, String> consumers) {}
