package {{package}};

import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;

/// The entry point: brings the authenticator `{{name}}`.
public final class {{Name}}Plugin implements GatewayPlugin {
  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(
            Authenticator.POINT,
            "{{name}}",
            {{Name}}Config.class,
            (config, context) -> new {{Name}}Authenticator(config))
        .description("Lets in whoever shows the shared secret.");
  }
}
