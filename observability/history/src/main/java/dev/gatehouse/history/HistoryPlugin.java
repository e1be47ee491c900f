package dev.gatehouse.history;

import dev.gatehouse.sdk.log.RequestLogSink;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;

/// Adds the section `history`.
public final class HistoryPlugin implements GatewayPlugin {
  private final SharedHistories histories = new SharedHistories();

  /// Made by the kernel.
  public HistoryPlugin() {}

  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(
            RequestLogSink.POINT,
            "history",
            HistoryConfig.class,
            (config, context) -> History.create(config, context, histories))
        .section()
        .description("Keeps every exchange as a record and finds it again.");
  }
}
