package {{package}};

import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.provider.Provider;

/// The entry point: brings the provider type `{{name}}`.
public final class {{Name}}Plugin implements GatewayPlugin {
  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(
            Provider.POINT,
            "{{name}}",
            {{Name}}Config.class,
            (config, context) -> new {{Name}}Provider(config))
        .description("Answers in this process with one sentence.");
  }
}
