package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.protocol.ClientProtocol;
import dev.gatehouse.sdk.provider.Provider;

/// Adds the client protocol and the provider type `anthropic`.
public final class AnthropicPlugin implements GatewayPlugin {
  /// Made by the kernel.
  public AnthropicPlugin() {}

  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(
            ClientProtocol.POINT,
            AnthropicProtocol.ID,
            AnthropicProtocolConfig.class,
            (config, context) -> new AnthropicProtocol())
        .section()
        .description("Clients that speak the Anthropic API: /v1/messages and what belongs to it.");
    registry
        .add(
            Provider.POINT,
            AnthropicProtocol.ID,
            AnthropicProviderConfig.class,
            (config, context) -> new AnthropicProvider(config, context.pluginVersion()))
        .description("Anthropic, or an upstream that speaks its API.");
  }
}
