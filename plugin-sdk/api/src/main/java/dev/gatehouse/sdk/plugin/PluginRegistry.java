package dev.gatehouse.sdk.plugin;

import dev.gatehouse.sdk.ErrorMode;
import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.ExtensionPoint;
import dev.gatehouse.sdk.Stage;
import java.time.Duration;

/// Takes the extensions that a plugin declares. Provided by the kernel.
public interface PluginRegistry {
  /// Adds an extension.
  ///
  /// @param point where it plugs in, the `POINT` of its interface
  /// @param name its name in the configuration, in kebab-case, unique for the point among all
  ///   plugins
  /// @param config the record that its configuration is bound to; see [dev.gatehouse.sdk.Option]
  /// @param factory makes an instance of a checked configuration
  <C extends Record, E extends Extension> Registration add(
      ExtensionPoint<E> point,
      String name,
      Class<C> config,
      ExtensionFactory<? super C, ? extends E> factory);

  /// Further properties of an extension. Each method returns the same object.
  interface Registration {
    /// Says in which stage a filter runs; [Stage#TRANSFORM] unless said.
    Registration stage(Stage stage);

    /// Says what happens when it fails; [ErrorMode#CLOSED] unless said. Configuration may override
    /// it by `on-error`.
    Registration onError(ErrorMode mode);

    /// Bounds each call of a hook; 1 s unless said. Configuration may override it by `timeout`.
    Registration timeout(Duration limit);

    /// Bounds how many calls of an instance run at a time; any number unless said. A call beyond it
    /// is not made: the exchange ends with `plugin_busy` (503), or passes the extension over where
    /// it fails open. Configuration may override it by `concurrency`.
    ///
    /// @throws IllegalArgumentException when it is not positive
    Registration concurrency(int most);

    /// Says that the extension reads or edits request bodies, so that they are held in memory.
    Registration readsBody();

    /// Makes it a section: one instance exists always, configured by the top-level key of its name,
    /// or by its defaults when the key is absent. For sinks, telemetry, protocols, and filters that
    /// apply to everything.
    Registration section();

    /// Describes the extension in a sentence, for references and the console.
    Registration description(String text);
  }
}
