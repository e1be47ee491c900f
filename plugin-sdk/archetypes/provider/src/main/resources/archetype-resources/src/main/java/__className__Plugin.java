package ${package};

import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.provider.Provider;

/// The entry point, named in `META-INF/services`.
public final class ${className}Plugin implements GatewayPlugin {
  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(Provider.POINT, "${artifactId}", ${className}Config.class, (config, context) -> new ${className}Provider(config))
        .description("Answers with what was asked.");
  }
}
