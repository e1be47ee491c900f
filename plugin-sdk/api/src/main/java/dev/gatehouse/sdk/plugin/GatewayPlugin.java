package dev.gatehouse.sdk.plugin;

/// The entry point of a plugin jar: exactly one class named in
/// `META-INF/services/dev.gatehouse.sdk.plugin.GatewayPlugin`, with a public constructor without
/// parameters.
///
/// Life of a plugin version:
/// 1. The kernel copies the jar, opens a class loader of its own for it and constructs the class.
/// 2. [#register] declares the extensions. It has no side effects, since builds call it too.
/// 3. [#start] prepares what all instances share.
/// 4. Factories create one instance for each use in the configuration. A reload creates only those
///    whose plugin or configuration changed.
/// 5. Instances are closed after the last exchange that uses them; then [#stop] is called,
///    everything that came from the context is released, and the class loader is closed.
public interface GatewayPlugin {
  /// Declares the extensions. No I/O, no threads.
  void register(PluginRegistry registry);

  /// Prepares what all instances share. An exception makes the plugin `failed`; the running
  /// generation stays.
  default void start(PluginContext context) throws Exception {}

  /// Releases what [#start] made by other means than the context.
  default void stop() throws Exception {}
}
