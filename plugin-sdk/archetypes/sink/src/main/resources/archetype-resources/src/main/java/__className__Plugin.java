package ${package};

import dev.gatehouse.sdk.log.RequestLogSink;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;

/// The entry point, named in `META-INF/services`.
public final class ${className}Plugin implements GatewayPlugin {
  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(RequestLogSink.POINT, "${artifactId}", ${className}Config.class, ${className}Sink::new)
        .section()
        .description("Writes a line for each exchange into a file.");
  }
}
