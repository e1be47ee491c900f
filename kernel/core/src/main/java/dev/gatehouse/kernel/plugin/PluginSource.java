package dev.gatehouse.kernel.plugin;

import dev.gatehouse.sdk.plugin.GatewayPlugin;

/// A plugin that is given as an object instead of a file, in the class path of whoever embeds the
/// gateway.
///
/// @param id the plugin's id
/// @param version the plugin's version
/// @param plugin the entry point, not yet registered
public record PluginSource(String id, String version, GatewayPlugin plugin) {
  /// Returns a source for an object.
  public static PluginSource ofInstance(String id, String version, GatewayPlugin plugin) {
    return new PluginSource(id, version, plugin);
  }
}
