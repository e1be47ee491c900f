package com.example.hello;

import dev.gatehouse.sdk.Stage;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;

/// The entry point: brings the filter `hello`.
public final class HelloPlugin implements GatewayPlugin {
  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(
            Filter.POINT,
            "hello",
            HelloConfig.class,
            (config, context) -> new HelloFilter(config, Greetings.read()))
        .stage(Stage.TRANSFORM)
        .readsBody()
        .description("Makes models greet callers in their language.");
  }
}
