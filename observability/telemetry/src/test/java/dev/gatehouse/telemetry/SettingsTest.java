package dev.gatehouse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final TelemetryConfig SILENT = Fixture.config();

  @Test
  void nobodyIsConnectedToUnlessNamed() {
    assertThat(over(SILENT, Map.of()))
        .containsEntry("otel.traces.exporter", "none")
        .containsEntry("otel.metrics.exporter", "none")
        .containsEntry("otel.logs.exporter", "none")
        .containsEntry("otel.service.name", "gatehouse");
  }

  @Test
  void anEndpointInTheEnvironmentSwitchesTheExportersOn() {
    assertThat(over(SILENT, Map.of("otel.exporter.otlp.endpoint", "http://collector:4318")))
        .containsEntry("otel.traces.exporter", "otlp")
        .containsEntry("otel.metrics.exporter", "otlp")
        .containsEntry("otel.exporter.otlp.traces.protocol", "http/protobuf");
    assertThat(
            over(SILENT, Map.of("otel.exporter.otlp.traces.endpoint", "http://c:4318/v1/traces")))
        .containsEntry("otel.traces.exporter", "otlp")
        .containsEntry("otel.metrics.exporter", "none");
  }

  @Test
  void whatTheEnvironmentSaysStaysWhereTheFileIsSilent() {
    assertThat(
            over(
                SILENT,
                Map.of(
                    "otel.service.name", "edge",
                    "otel.traces.exporter", "none",
                    "otel.exporter.otlp.endpoint", "http://collector:4318",
                    "otel.propagators", "b3")))
        .containsEntry("otel.traces.exporter", "none")
        .doesNotContainKeys("otel.service.name", "otel.propagators");
    assertThat(over(SILENT, Map.of("otel.resource.attributes", "service.name=edge,a=b")))
        .doesNotContainKey("otel.service.name");
  }

  @Test
  void theFileWinsOverTheEnvironment() {
    TelemetryConfig file =
        Fixture.config(
            Fixture.traces(URI.create("https://traces.example"), 0.25),
            Fixture.metrics(URI.create("https://metrics.example/otlp"), Duration.ofSeconds(15)),
            List.of("tracecontext", "b3"));
    assertThat(
            over(
                file,
                Map.of(
                    "otel.traces.exporter", "none",
                    "otel.exporter.otlp.endpoint", "http://elsewhere:4318",
                    "otel.traces.sampler", "always_off",
                    "otel.propagators", "jaeger")))
        .containsEntry("otel.traces.exporter", "otlp")
        .containsEntry("otel.exporter.otlp.traces.endpoint", "https://traces.example/v1/traces")
        .containsEntry("otel.exporter.otlp.metrics.endpoint", "https://metrics.example/otlp")
        .containsEntry("otel.traces.sampler", "traceidratio")
        .containsEntry("otel.traces.sampler.arg", "0.25")
        .containsEntry("otel.metric.export.interval", "15000ms")
        .containsEntry("otel.propagators", "tracecontext,b3");
  }

  @Test
  void noSecondListenerIsOpenedForPrometheus() {
    assertThat(over(SILENT, Map.of("otel.metrics.exporter", "prometheus")))
        .containsEntry("otel.metrics.exporter", "none");
    assertThat(over(SILENT, Map.of("otel.metrics.exporter", "prometheus,otlp")))
        .containsEntry("otel.metrics.exporter", "otlp");
  }

  @Test
  void theSamplerOfTheEnvironmentIsKeptButNotTheTrustInClients() {
    assertThat(over(SILENT, Map.of("otel.traces.sampler", "parentbased_traceidratio")))
        .containsEntry("otel.traces.sampler", "traceidratio");
    assertThat(over(SILENT, Map.of())).containsEntry("otel.traces.sampler", "always_on");
  }

  @Test
  void grpcIsRefusedWithTheWayOut() {
    Map<String, String> environment =
        Map.of(
            "otel.exporter.otlp.endpoint", "http://collector:4317",
            "otel.exporter.otlp.protocol", "grpc");
    assertThatThrownBy(() -> over(SILENT, environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"grpc\"")
        .hasMessageContaining("OTEL_EXPORTER_OTLP_PROTOCOL")
        .hasMessageContaining("4318");
  }

  private static Map<String, String> over(TelemetryConfig file, Map<String, String> environment) {
    return Settings.over(file, DefaultConfigProperties.createFromMap(environment));
  }
}
