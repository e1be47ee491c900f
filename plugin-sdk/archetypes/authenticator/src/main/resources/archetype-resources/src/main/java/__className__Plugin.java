package ${package};

import dev.gatehouse.sdk.Stage;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;

/// The entry point, named in `META-INF/services`.
public final class ${className}Plugin implements GatewayPlugin {
  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(Authenticator.POINT, "${artifactId}", ${className}Config.class, (config, context) -> new ${className}Authenticator(config))
        .stage(Stage.AUTHENTICATION)
        .description("Lets in whoever knows the token.");
  }
}
