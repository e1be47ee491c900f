package {{package}};

import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.route.Router;

/// The entry point: brings the router `{{name}}`.
public final class {{Name}}Plugin implements GatewayPlugin {
  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(
            Router.POINT, "{{name}}", {{Name}}Config.class, (config, context) -> new {{Name}}Router())
        .description("Asks the target with the smallest weight first.");
  }
}
