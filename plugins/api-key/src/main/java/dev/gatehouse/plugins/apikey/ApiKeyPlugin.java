package dev.gatehouse.plugins.apikey;

import dev.gatehouse.sdk.Stage;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;

/// Brings the authenticator `api-key`.
public final class ApiKeyPlugin implements GatewayPlugin {
  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(Authenticator.POINT, "api-key", ApiKeyConfig.class, ApiKeyAuthenticator::new)
        .stage(Stage.AUTHENTICATION)
        .description("Authenticates consumers by the SHA-256 hashes of their API keys.");
  }
}
