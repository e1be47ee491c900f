package dev.gatehouse.telemetry;

import dev.gatehouse.sdk.admin.AdminRequest;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// `/metrics`: all metrics of the gateway and its plugins, in the text format of Prometheus 0.0.4
/// or, where the `accept` field asks for it, in OpenMetrics 1.0.0, which adds exemplars.
/// Thread-safe.
final class MetricsPage {
  static final String OPEN_API_PATHS =
      """
      {"":{"get":{"operationId":"metrics","summary":"All metrics, for Prometheus",\
      "responses":{"200":{"description":"Text format 0.0.4, or OpenMetrics 1.0.0 when accepted",\
      "content":{"text/plain":{"schema":{"type":"string"}},\
      "application/openmetrics-text":{"schema":{"type":"string"}}}}}}}}\
      """;

  private final @Nullable PrometheusMetricReader reader;
  private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();
  private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();

  /// @param reader null when metrics are not shown
  MetricsPage(@Nullable PrometheusMetricReader reader) {
    this.reader = reader;
  }

  Answer handle(AdminRequest request) throws IOException {
    if (reader == null || !request.path().isEmpty()) {
      throw new ProblemException(
          Problem.of(
              404,
              "not_found",
              reader == null
                  ? "Metrics are switched off here. Set telemetry.metrics.prometheus to true."
                  : "There is nothing below /metrics."));
    }
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      throw new ProblemException(
          Problem.of(405, "method_not_allowed", "Metrics are read with GET."));
    }
    MetricSnapshots metrics = reader.collect();
    ExpositionFormatWriter writer =
        openMetrics.accepts(request.headers().value("accept")) ? openMetrics : text;
    ByteArrayOutputStream out = new ByteArrayOutputStream(64 * 1024);
    writer.write(out, metrics);
    return Answer.whole(
        200,
        Headers.of("content-type", writer.getContentType(), "cache-control", "no-store"),
        Body.of(out.toByteArray()));
  }
}
