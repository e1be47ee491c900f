package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.FilterUse;
import dev.gatehouse.kernel.plugin.policy.CallGate;
import dev.gatehouse.sdk.ErrorMode;
import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.ExtensionPoint;
import dev.gatehouse.sdk.Stage;
import dev.gatehouse.sdk.auth.Authenticator;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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
/// @param concurrency how many calls run at a time, 0 for any number
/// @param readsBody whether it needs request bodies in memory
/// @param gate lets its calls through and counts them; kept over reloads with the instance
public record Installed<E extends Extension>(
    String instance,
    String extension,
    String pluginId,
    String pluginVersion,
    E it,
    Stage stage,
    ErrorMode onError,
    Duration timeout,
    int concurrency,
    boolean readsBody,
    CallGate gate) {
  /// Describes an instance.
  ///
  /// @param use what the configuration says of its use, or null when nothing
  static <E extends Extension> Installed<E> of(
      Instance instance, ExtensionPoint<E> point, @Nullable FilterUse use) {
    Registered<?, ?> registered = instance.registered();
    return new Installed<>(
        instance.name(),
        registered.name(),
        instance.plugin().id(),
        instance.plugin().version(),
        point.type().cast(instance.extension()),
        use != null && use.stage() != null
            ? use.stage()
            : point.equals(Authenticator.POINT) ? Stage.AUTHENTICATION : registered.stage(),
        use != null && use.onError() != null ? use.onError() : registered.onError(),
        use != null && use.timeout() != null ? use.timeout() : registered.timeout(),
        use != null && use.concurrency() != null ? use.concurrency() : registered.concurrency(),
        registered.reads(),
        instance.gate());
  }
}
