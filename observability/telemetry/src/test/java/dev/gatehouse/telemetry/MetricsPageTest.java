package dev.gatehouse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sdk.admin.AdminRequest;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.telemetry.ExchangeTrace;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_METHOD)
class MetricsPageTest {
  private final Fixture fixture = new Fixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void answersInTheTextFormatOfPrometheus() throws Exception {
    exchange();
    Answer answer = fixture.telemetry.handle(request("GET", "", Headers.create()));

    assertThat(answer.headers().value("content-type")).startsWith("text/plain; version=0.0.4");
    assertThat(text(answer))
        .contains("# TYPE gen_ai_client_operation_duration_seconds histogram")
        .containsPattern(
            "gen_ai_client_token_usage_sum\\{[^}]*gen_ai_token_type=\"input\"[^}]*} 40\\.0")
        .containsPattern("http_server_request_duration_seconds_bucket\\{[^}]*le=\"600\\.0\"} 1")
        .contains("target_info{")
        .contains("service_name=\"gatehouse\"");
  }

  @Test
  void openMetricsCarriesExemplarsThatNameTheTrace() throws Exception {
    exchange();
    Answer answer =
        fixture.telemetry.handle(
            request("GET", "", Headers.of("accept", "application/openmetrics-text;version=1.0.0")));

    assertThat(answer.headers().value("content-type")).startsWith("application/openmetrics-text");
    assertThat(text(answer))
        .endsWith("# EOF\n")
        .contains("# {span_id=\"" + fixture.client().getSpanId())
        .contains("trace_id=\"" + fixture.server().getTraceId());
  }

  @Test
  void showsTheMetersOfPluginsToo() throws Exception {
    fixture
        .telemetry
        .openTelemetry()
        .getMeter("my-plugin")
        .counterBuilder("my.hits")
        .build()
        .add(3);

    assertThat(text(fixture.telemetry.handle(request("GET", "", Headers.create()))))
        .contains("my_hits_total{otel_scope_name=\"my-plugin\"} 3.0");
  }

  @Test
  void refusesWhatIsNoScrape() {
    assertThatThrownBy(() -> fixture.telemetry.handle(request("POST", "", Headers.create())))
        .isInstanceOf(ProblemException.class)
        .extracting(problem -> ((ProblemException) problem).problem().status())
        .isEqualTo(405);
    assertThatThrownBy(() -> fixture.telemetry.handle(request("GET", "x", Headers.create())))
        .isInstanceOf(ProblemException.class)
        .extracting(problem -> ((ProblemException) problem).problem().status())
        .isEqualTo(404);
  }

  @Test
  void saysHowToSwitchItOn() {
    assertThatThrownBy(() -> new MetricsPage(null).handle(request("GET", "", Headers.create())))
        .hasMessageContaining("telemetry.metrics.prometheus");
  }

  private void exchange() {
    FakeExchange exchange = FakeExchange.chat();
    ExchangeTrace trace = fixture.telemetry.begin(exchange);
    trace
        .attempt(exchange, 1, Fixture.GPT, "openai", Headers.create())
        .end(Fixture.attempt(1, 200), "m", "stop", Usage.of(40, 20));
    trace.end(exchange, FakeCompletion.ok(null));
  }

  private static AdminRequest request(String method, String path, Headers headers) {
    return new AdminRequest(method, path, Map.of(), headers, Body.empty());
  }

  private static String text(Answer answer) throws Exception {
    return new String(answer.body().bytes(), StandardCharsets.UTF_8);
  }
}
