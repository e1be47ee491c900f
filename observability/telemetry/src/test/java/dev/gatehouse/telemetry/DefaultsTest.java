package dev.gatehouse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.admin.AdminRequest;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.telemetry.ExchangeTrace;
import io.opentelemetry.api.trace.SpanContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a gateway does that nobody configured: nothing is exported, yet traces have names.
class DefaultsTest {
  @Test
  void withoutAnExporterATraceIdIsMadePassedOnAndShownAsExemplar() throws Exception {
    try (ModelTelemetry telemetry = telemetry(Map.of())) {
      Headers outgoing = Headers.create();
      SpanContext span = exchange(telemetry, outgoing);

      assertThat(span.isValid()).isTrue();
      assertThat(outgoing.value("traceparent")).contains(span.getTraceId());
      String metrics = scrape(telemetry);
      assertThat(metrics.lines())
          .anyMatch(line ->
              line.startsWith("http_server_request_duration_seconds_bucket")
                  && line.contains("trace_id=\"" + span.getTraceId()));
    }
  }

  @Test
  void theStandardSwitchTurnsEverythingOff() throws Exception {
    try (ModelTelemetry telemetry = telemetry(Map.of("otel.sdk.disabled", "true"))) {
      assertThat(exchange(telemetry, Headers.create()).isValid()).isFalse();
      assertThat(scrape(telemetry)).isEqualTo("# EOF\n");
    }
  }

  private static ModelTelemetry telemetry(Map<String, String> environment) {
    TelemetryConfig config = Fixture.config();
    return new ModelTelemetry(
        TelemetrySdk.start(config, "0.1", sdk -> sdk.addPropertiesSupplier(() -> environment)),
        config,
        "0.1",
        new PendingContent(1, Duration.ofSeconds(1), Clock.systemUTC()));
  }

  private static SpanContext exchange(ModelTelemetry telemetry, Headers outgoing) {
    FakeExchange exchange = FakeExchange.chat();
    ExchangeTrace trace = telemetry.begin(exchange);
    trace
        .attempt(exchange, 1, Fixture.GPT, "openai", outgoing)
        .end(Fixture.attempt(1, 200), "m", "stop", null);
    trace.end(exchange, FakeCompletion.ok(null));
    return trace.span().getSpanContext();
  }

  private static String scrape(ModelTelemetry telemetry) throws Exception {
    Headers headers = Headers.of("accept", "application/openmetrics-text");
    return new String(
        telemetry
            .handle(new AdminRequest("GET", "", Map.of(), headers, Body.empty()))
            .body()
            .bytes(),
        StandardCharsets.UTF_8);
  }
}
