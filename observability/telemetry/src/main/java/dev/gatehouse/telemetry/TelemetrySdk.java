package dev.gatehouse.telemetry;

import dev.gatehouse.sdk.Secret;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The OpenTelemetry SDK of one instance, and the reader behind `/metrics`.
///
/// It is never made the global one: two generations may live side by side, and classes of a plugin
/// must not be held by the shared API.
///
/// @param sdk to be closed by the owner, which flushes what is queued
/// @param scrape reads all metrics, or null when `/metrics` is switched off
record TelemetrySdk(OpenTelemetrySdk sdk, @Nullable PrometheusMetricReader scrape) {
  /// Starts the SDK. No connection is made before there is something to export.
  ///
  /// @param version the version of the gateway
  /// @param adjust further settings, for tests
  /// @throws IllegalArgumentException when the settings contradict each other
  static TelemetrySdk start(
      TelemetryConfig config,
      String version,
      Consumer<AutoConfiguredOpenTelemetrySdkBuilder> adjust) {
    PrometheusMetricReader scrape =
        config.metrics().prometheus() ? PrometheusMetricReader.create() : null;
    AutoConfiguredOpenTelemetrySdkBuilder builder =
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .setServiceClassLoader(TelemetrySdk.class.getClassLoader())
            .addPropertiesCustomizer(environment -> Settings.over(config, environment))
            .addResourceCustomizer((named, environment) -> instance(version).merge(named))
            .addTracerProviderCustomizer(
                (tracers, environment) -> tracers.addSpanProcessor(new KeptForItsId()))
            .addSpanExporterCustomizer(
                (exporter, environment) -> withHeaders(exporter, config.traces().headers()))
            .addMetricExporterCustomizer(
                (exporter, environment) -> withHeaders(exporter, config.metrics().headers()));
    if (scrape != null) {
      builder.addMeterProviderCustomizer(
          (meters, environment) -> meters.registerMetricReader(scrape));
    }
    adjust.accept(builder);
    return new TelemetrySdk(builder.build().getOpenTelemetrySdk(), scrape);
  }

  private static Resource instance(String version) {
    return Resource.create(
        Attributes.of(
            Names.SERVICE_VERSION,
            version,
            Names.SERVICE_INSTANCE_ID,
            UUID.randomUUID().toString()));
  }

  private static SpanExporter withHeaders(SpanExporter exporter, Map<String, Secret> headers) {
    return exporter instanceof OtlpHttpSpanExporter otlp && !headers.isEmpty()
        ? otlp.toBuilder().setHeaders(revealing(headers)).build()
        : exporter;
  }

  private static MetricExporter withHeaders(MetricExporter exporter, Map<String, Secret> headers) {
    return exporter instanceof OtlpHttpMetricExporter otlp && !headers.isEmpty()
        ? otlp.toBuilder().setHeaders(revealing(headers)).build()
        : exporter;
  }

  /// Asked at each export, so that a rotated secret needs no reload.
  private static Supplier<Map<String, String>> revealing(Map<String, Secret> headers) {
    return () -> {
      Map<String, String> revealed = new HashMap<>();
      headers.forEach((name, secret) -> revealed.put(name, secret.reveal()));
      return revealed;
    };
  }

  /// Does nothing with spans, and so keeps the SDK from leaving them out where nothing is exported:
  /// the trace id leads from exemplars to the history, and upstreams are to see it.
  private static final class KeptForItsId implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return false;
    }
  }
}
