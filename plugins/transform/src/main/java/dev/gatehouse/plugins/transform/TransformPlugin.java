package dev.gatehouse.plugins.transform;

import dev.gatehouse.sdk.Stage;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;

/// Brings the filter `transform`.
public final class TransformPlugin implements GatewayPlugin {
  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(
            Filter.POINT,
            "transform",
            TransformConfig.class,
            (config, context) -> new TransformFilter(config))
        .stage(Stage.TRANSFORM)
        .readsBody()
        .description("Edits headers and JSON of requests, whole answers and stream events.");
  }
}
