package dev.gatehouse.kernel.config;

import dev.gatehouse.sdk.Option;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;

/// Where plugin jars are found, besides those that come with the distribution.
public record PluginsConfig(
    @Option(
            description = "Folder that is watched for plugin jars and zips.",
            defaultValue = "plugins")
        @NotBlank
        String folder,
    @Option(
            description = "How often the folder and the configuration are looked at.",
            defaultValue = "500ms")
        Duration watch) {}
