package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.protocol.ClientProtocol;
import dev.gatehouse.sdk.provider.Provider;

/// Adds the client protocol and the provider type `openai`.
public final class OpenAiPlugin implements GatewayPlugin {
  /// Made by the kernel.
  public OpenAiPlugin() {}

  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(
            ClientProtocol.POINT,
            OpenAiProtocol.ID,
            OpenAiProtocolConfig.class,
            (config, context) -> new OpenAiProtocol(context.clock()))
        .section()
        .description("Clients that speak the OpenAI API below /v1.");
    registry
        .add(
            Provider.POINT,
            OpenAiProtocol.ID,
            OpenAiProviderConfig.class,
            (config, context) -> new OpenAiProvider(config, context.pluginVersion()))
        .description("OpenAI, or an upstream that speaks its API.");
  }
}
