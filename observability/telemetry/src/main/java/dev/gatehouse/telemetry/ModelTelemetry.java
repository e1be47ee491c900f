package dev.gatehouse.telemetry;

import dev.gatehouse.sdk.admin.AdminExtension;
import dev.gatehouse.sdk.admin.AdminRequest;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.telemetry.ExchangeTrace;
import dev.gatehouse.sdk.telemetry.Telemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.util.concurrent.TimeUnit;

/// Telemetry with the OpenTelemetry SDK: begins the spans, and answers scrapes at `/metrics`.
final class ModelTelemetry implements Telemetry, AdminExtension {
  private static final String SCOPE = "dev.gatehouse";
  private static final int LABEL_SETS = 4096;
  private static final int CLOSE_SECONDS = 5;

  private final TelemetrySdk telemetry;
  private final TelemetryConfig config;
  private final Tracer tracer;
  private final Instruments instruments;
  private final Labels labels = new Labels(LABEL_SETS);
  private final Propagation propagation;
  private final MetricsPage page;
  private final PendingContent pending;

  /// @param pending where client spans wait for their content; used when content is captured
  ModelTelemetry(
      TelemetrySdk telemetry, TelemetryConfig config, String version, PendingContent pending) {
    this.telemetry = telemetry;
    this.config = config;
    this.pending = pending;
    tracer = telemetry.sdk().getTracer(SCOPE, version);
    instruments =
        new Instruments(
            telemetry.sdk().meterBuilder(SCOPE).setInstrumentationVersion(version).build());
    propagation =
        new Propagation(
            telemetry.sdk().getPropagators().getTextMapPropagator(), config.forwardBaggage());
    page = new MetricsPage(telemetry.scrape());
  }

  @Override
  public OpenTelemetry openTelemetry() {
    return telemetry.sdk();
  }

  @Override
  public ExchangeTrace begin(Exchange exchange) {
    return ServerTrace.begin(this, exchange);
  }

  @Override
  public String mount() {
    return "metrics";
  }

  @Override
  public Answer handle(AdminRequest request) throws Exception {
    return page.handle(request);
  }

  @Override
  public String openApiPaths() {
    return MetricsPage.OPEN_API_PATHS;
  }

  /// Flushes what is queued and stops the SDK. A receiver that does not answer must not hold up the
  /// stop of the gateway: after a few seconds what is still queued is given up.
  @Override
  public void close() {
    pending.release();
    telemetry.sdk().shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  TelemetryConfig config() {
    return config;
  }

  Tracer tracer() {
    return tracer;
  }

  Instruments instruments() {
    return instruments;
  }

  Labels labels() {
    return labels;
  }

  Propagation propagation() {
    return propagation;
  }

  PendingContent pending() {
    return pending;
  }
}
