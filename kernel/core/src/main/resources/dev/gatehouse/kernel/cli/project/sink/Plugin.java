package {{package}};

import dev.gatehouse.sdk.log.RequestLogSink;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;

/// The entry point: brings the sink `{{name}}`, configured by a top-level key of its name.
public final class {{Name}}Plugin implements GatewayPlugin {
  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(
            RequestLogSink.POINT,
            "{{name}}",
            {{Name}}Config.class,
            (config, context) ->
                new {{Name}}Sink(context.dataFolder().resolve(config.file())))
        .section()
        .description("Writes a line for each exchange.");
  }
}
