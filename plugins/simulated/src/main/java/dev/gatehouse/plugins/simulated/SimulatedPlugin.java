package dev.gatehouse.plugins.simulated;

import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.provider.Provider;

/// Adds the provider type `simulated`.
public final class SimulatedPlugin implements GatewayPlugin {
  /// Made by the kernel.
  public SimulatedPlugin() {}

  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(
            Provider.POINT,
            "simulated",
            SimulatedConfig.class,
            (config, context) -> new SimulatedProvider(config, context.instance()))
        .description("Models that need no account and answer predictably, for trying and testing.");
  }
}
