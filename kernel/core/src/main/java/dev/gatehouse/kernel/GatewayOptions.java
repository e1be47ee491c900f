package dev.gatehouse.kernel;

import dev.gatehouse.kernel.plugin.ConfigSource;
import dev.gatehouse.kernel.plugin.PluginSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a gateway is started with.
///
/// @param source the configuration
/// @param base the folder that relative paths of the configuration are meant from
/// @param bundledPlugins the distribution's own plugin folder, or null
/// @param pluginFolder overrides `plugins.folder`, or null
/// @param dataFolder overrides `server.data-folder`, or null
/// @param port overrides `server.port`, or -1
/// @param adminPort overrides `server.admin-port`, or -1
/// @param plugins plugins given as objects
/// @param environment the variables that references see
/// @param watch whether changes of the configuration and the plugin folders go live by themselves
/// @param clock what plugins take the time from
public record GatewayOptions(
    ConfigSource source,
    Path base,
    @Nullable Path bundledPlugins,
    @Nullable Path pluginFolder,
    @Nullable Path dataFolder,
    int port,
    int adminPort,
    List<PluginSource> plugins,
    Map<String, String> environment,
    boolean watch,
    Clock clock) {
  /// Copies the collections.
  public GatewayOptions {
    plugins = List.copyOf(plugins);
    environment = Map.copyOf(environment);
  }

  /// Makes options of a gateway that lives by the clock of the machine.
  public GatewayOptions(
      ConfigSource source,
      Path base,
      @Nullable Path bundledPlugins,
      @Nullable Path pluginFolder,
      @Nullable Path dataFolder,
      int port,
      int adminPort,
      List<PluginSource> plugins,
      Map<String, String> environment,
      boolean watch) {
    this(
        source,
        base,
        bundledPlugins,
        pluginFolder,
        dataFolder,
        port,
        adminPort,
        plugins,
        environment,
        watch,
        Clock.systemUTC());
  }
}
