package dev.gatehouse.kernel.config;

import dev.gatehouse.sdk.ErrorMode;
import dev.gatehouse.sdk.Stage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One entry of a `filters` list.
///
/// @param extension the name of a filter or authenticator extension
/// @param settings what it is configured with
/// @param onError overrides the extension's error mode, or null
/// @param timeout overrides the extension's time limit, or null
/// @param stage overrides the extension's stage, or null
/// @param concurrency overrides how many calls run at a time, or null
public record FilterUse(
    String extension,
    ConfigNode settings,
    @Nullable ErrorMode onError,
    @Nullable Duration timeout,
    @Nullable Stage stage,
    @Nullable Integer concurrency) {}
