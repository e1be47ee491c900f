package {{package}};

import dev.gatehouse.sdk.Stage;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;

/// The entry point: brings the filter `{{name}}`.
public final class {{Name}}Plugin implements GatewayPlugin {
  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(
            Filter.POINT,
            "{{name}}",
            {{Name}}Config.class,
            (config, context) -> new {{Name}}Filter(config))
        .stage(Stage.TRANSFORM)
        .description("Signs every answer.");
  }
}
