package dev.gatehouse.telemetry;

import dev.gatehouse.sdk.log.RequestLogSink;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginContext;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;

/// The plugin `telemetry`: one section of that name, and a sink that serves content capture.
public final class TelemetryPlugin implements GatewayPlugin {
  private static final int PENDING_SPANS = 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final PendingContent pending =
      new PendingContent(PENDING_SPANS, PATIENCE, Clock.systemUTC());

  /// The configuration of the sink, which has none.
  record NoOptions() {}

  /// For the service loader.
  public TelemetryPlugin() {}

  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(
            Telemetry.POINT,
            "telemetry",
            TelemetryConfig.class,
            (config, context) ->
                new ModelTelemetry(
                    TelemetrySdk.start(config, context.pluginVersion(), sdk -> {}),
                    config,
                    context.pluginVersion(),
                    pending))
        .section()
        .description("Spans and metrics of every exchange, by OTLP and at /metrics.");
    registry
        .add(
            RequestLogSink.POINT,
            "telemetry-content",
            NoOptions.class,
            (config, context) -> new ContentSink(pending, context.contentReader()))
        .section()
        .description("Puts content on spans where telemetry.capture-content asks for it.");
  }

  @Override
  public void start(PluginContext context) {
    // closed by the kernel together with the plugin's context
    AutoCloseable _ = context.schedule(PATIENCE.dividedBy(2), pending::expire);
  }

  @Override
  public void stop() {
    pending.release();
  }
}
