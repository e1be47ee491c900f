package dev.gatehouse.kernel.plugin;

import dev.gatehouse.sdk.ErrorMode;
import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.Stage;
import java.time.Duration;

/// An instance of an extension as one generation uses it.
///
/// @param instance its name: the key in the configuration or the extension's name
/// @param extension the extension's name
/// @param pluginId the plugin that brought it
/// @param pluginVersion and its version
/// @param it the instance
/// @param stage where it runs, for filters
/// @param onError what happens when it fails
/// @param timeout the time limit of each call
/// @param readsBody whether it needs request bodies in memory
/// @param metrics counts its calls; kept over reloads with the instance
public record Installed<E extends Extension>(
    String instance,
    String extension,
    String pluginId,
    String pluginVersion,
    E it,
    Stage stage,
    ErrorMode onError,
    Duration timeout,
    boolean readsBody,
    CallCounters metrics) {}
