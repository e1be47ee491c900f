package dev.gatehouse.telemetry;

import dev.gatehouse.sdk.ByteSize;
import dev.gatehouse.sdk.Secret;
import dev.gatehouse.sdk.exchange.Attempt;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Problem;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Telemetry whose spans and metrics stay in memory.
final class Fixture implements AutoCloseable {
  static final Target GPT = new Target("openai-eu", "gpt-5-mini", 1);

  final InMemorySpanExporter spans = InMemorySpanExporter.create();
  final InMemoryMetricReader metrics = InMemoryMetricReader.create();
  final PendingContent pending = new PendingContent(8, Duration.ofSeconds(20), Clock.systemUTC());
  final ModelTelemetry telemetry;

  Fixture(TelemetryConfig config) {
    this(config, sdk -> {});
  }

  Fixture(TelemetryConfig config, Consumer<AutoConfiguredOpenTelemetrySdkBuilder> adjust) {
    telemetry =
        new ModelTelemetry(
            TelemetrySdk.start(
                config,
                "0.1",
                sdk -> {
                  adjust.accept(sdk);
                  sdk.addTracerProviderCustomizer((tracers, environment) ->
                          tracers.addSpanProcessor(SimpleSpanProcessor.create(spans)))
                      .addMeterProviderCustomizer(
                          (meters, environment) -> meters.registerMetricReader(metrics));
                }),
            config,
            "0.1",
            pending);
  }

  Fixture() {
    this(config());
  }

  static TelemetryConfig config() {
    return config(traces(null, null), metrics(null, null), List.of());
  }

  static TelemetryConfig config(
      TelemetryConfig.Traces traces, TelemetryConfig.Metrics metrics, List<String> propagators) {
    return new TelemetryConfig(
        null,
        traces,
        metrics,
        propagators,
        false,
        "x-session-id",
        "genai-1.41",
        TelemetryConfig.Capture.NONE,
        new ByteSize(1000));
  }

  static TelemetryConfig capturing(int maxBytes) {
    return new TelemetryConfig(
        null,
        traces(null, null),
        metrics(null, null),
        List.of(),
        false,
        "x-session-id",
        "genai-1.41",
        TelemetryConfig.Capture.FULL,
        new ByteSize(maxBytes));
  }

  static TelemetryConfig.Traces traces(URI endpoint, Double ratio) {
    return new TelemetryConfig.Traces(
        null, endpoint, Map.of("authorization", Secret.of("token")), ratio, false, true, true);
  }

  static TelemetryConfig.Metrics metrics(URI endpoint, Duration interval) {
    return new TelemetryConfig.Metrics(true, null, endpoint, Map.of(), interval);
  }

  static Attempt attempt(int number, int status) {
    return new Attempt(number, GPT, status, Duration.ofMillis(1200), Duration.ofMillis(300), null);
  }

  static Attempt attempt(int number, int status, String problem) {
    return new Attempt(
        number,
        GPT,
        status,
        Duration.ofMillis(1200),
        null,
        Problem.of(502, problem, "The upstream failed."));
  }

  SpanData server() {
    return only(SpanKind.SERVER);
  }

  SpanData client() {
    return only(SpanKind.CLIENT);
  }

  SpanData only(SpanKind kind) {
    List<SpanData> found =
        spans.getFinishedSpanItems().stream().filter(span -> span.getKind() == kind).toList();
    if (found.size() != 1) {
      throw new AssertionError("expected one span of kind " + kind + ", got " + found);
    }
    return found.getFirst();
  }

  MetricData metric(String name) {
    return metrics.collectAllMetrics().stream()
        .filter(metric -> metric.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  boolean hasMetric(String name) {
    return metrics.collectAllMetrics().stream().anyMatch(metric -> metric.getName().equals(name));
  }

  HistogramPointData histogram(String name, Attributes labels) {
    Collection<HistogramPointData> points = metric(name).getHistogramData().getPoints();
    return points.stream()
        .filter(point -> point.getAttributes().equals(labels))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no point " + labels + " among " + points));
  }

  @Override
  public void close() {
    telemetry.close();
  }
}
