package ${package};

import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.route.Router;

/// The entry point, named in `META-INF/services`.
public final class ${className}Plugin implements GatewayPlugin {
  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(Router.POINT, "${artifactId}", ${className}Config.class, (config, context) -> new ${className}Router(config))
        .description("Lets callers prefer a provider.");
  }
}
