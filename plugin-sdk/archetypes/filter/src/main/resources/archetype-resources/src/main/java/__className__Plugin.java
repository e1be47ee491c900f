package ${package};

import dev.gatehouse.sdk.Stage;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;

/// The entry point, named in `META-INF/services`.
public final class ${className}Plugin implements GatewayPlugin {
  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(Filter.POINT, "${artifactId}", ${className}Config.class, (config, context) -> new ${className}Filter(config))
        .stage(Stage.TRANSFORM)
        .description("Signs answers and counts the text of streams.");
  }
}
