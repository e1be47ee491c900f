package dev.gatehouse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.telemetry.AttemptTrace;
import dev.gatehouse.sdk.telemetry.ExchangeTrace;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OtlpExportTest {
  /// What GenAI client spans may carry, and in which type, as of semantic conventions 1.41.1.
  private static final Map<String, AnyValue.ValueCase> GEN_AI =
      Map.ofEntries(
          Map.entry("gen_ai.operation.name", AnyValue.ValueCase.STRING_VALUE),
          Map.entry("gen_ai.provider.name", AnyValue.ValueCase.STRING_VALUE),
          Map.entry("gen_ai.conversation.id", AnyValue.ValueCase.STRING_VALUE),
          Map.entry("gen_ai.request.model", AnyValue.ValueCase.STRING_VALUE),
          Map.entry("gen_ai.request.stream", AnyValue.ValueCase.BOOL_VALUE),
          Map.entry("gen_ai.request.choice.count", AnyValue.ValueCase.INT_VALUE),
          Map.entry("gen_ai.request.seed", AnyValue.ValueCase.INT_VALUE),
          Map.entry("gen_ai.request.max_tokens", AnyValue.ValueCase.INT_VALUE),
          Map.entry("gen_ai.request.temperature", AnyValue.ValueCase.DOUBLE_VALUE),
          Map.entry("gen_ai.request.top_p", AnyValue.ValueCase.DOUBLE_VALUE),
          Map.entry("gen_ai.request.top_k", AnyValue.ValueCase.DOUBLE_VALUE),
          Map.entry("gen_ai.request.frequency_penalty", AnyValue.ValueCase.DOUBLE_VALUE),
          Map.entry("gen_ai.request.presence_penalty", AnyValue.ValueCase.DOUBLE_VALUE),
          Map.entry("gen_ai.request.stop_sequences", AnyValue.ValueCase.ARRAY_VALUE),
          Map.entry("gen_ai.response.model", AnyValue.ValueCase.STRING_VALUE),
          Map.entry("gen_ai.response.finish_reasons", AnyValue.ValueCase.ARRAY_VALUE),
          Map.entry("gen_ai.response.time_to_first_chunk", AnyValue.ValueCase.DOUBLE_VALUE),
          Map.entry("gen_ai.usage.input_tokens", AnyValue.ValueCase.INT_VALUE),
          Map.entry("gen_ai.usage.output_tokens", AnyValue.ValueCase.INT_VALUE),
          Map.entry("gen_ai.usage.cache_read.input_tokens", AnyValue.ValueCase.INT_VALUE),
          Map.entry("gen_ai.usage.cache_creation.input_tokens", AnyValue.ValueCase.INT_VALUE),
          Map.entry("gen_ai.usage.reasoning.output_tokens", AnyValue.ValueCase.INT_VALUE));

  @Test
  void spansArriveInTheWordsOfTheConventions() throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver(200)) {
      try (ModelTelemetry telemetry = exportingTo(receiver)) {
        exchange(telemetry);
      }

      Map<String, AnyValue> client = attributes(span(receiver, Span.SpanKind.SPAN_KIND_CLIENT));
      assertThat(client.keySet().stream().filter(key -> key.startsWith("gen_ai.")))
          .containsExactlyInAnyOrderElementsOf(GEN_AI.keySet());
      GEN_AI.forEach(
          (key, type) -> assertThat(client.get(key).getValueCase()).as(key).isEqualTo(type));
      assertThat(client).containsKeys("server.address", "server.port");

      Span server = span(receiver, Span.SpanKind.SPAN_KIND_SERVER);
      assertThat(attributes(server))
          .containsKeys(
              "http.request.method",
              "url.path",
              "url.scheme",
              "http.response.status_code",
              "http.route",
              "client.address",
              "user_agent.original",
              "server.address",
              "server.port",
              "gen_ai.usage.input_tokens");
      assertThat(server.getEndTimeUnixNano()).isGreaterThanOrEqualTo(server.getStartTimeUnixNano());
    }
  }

  @Test
  void theResourceNamesTheServiceAndTheInstance() throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver(200)) {
      try (ModelTelemetry telemetry = exportingTo(receiver)) {
        exchange(telemetry);
      }

      assertThat(map(receiver.resources().getFirst().getResource().getAttributesList()))
          .containsEntry("service.name", text("gatehouse"))
          .containsEntry("service.version", text("0.1"))
          .containsKeys("service.instance.id", "telemetry.sdk.version");
    }
  }

  @Test
  void exportsCarryTheConfiguredSecret() throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver(200)) {
      try (ModelTelemetry telemetry = exportingTo(receiver)) {
        exchange(telemetry);
      }

      assertThat(receiver.authorizations()).contains("token");
    }
  }

  @Test
  void metricsArePushedToo() throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver(200);
        ModelTelemetry telemetry = exportingTo(receiver)) {
      exchange(telemetry);

      await()
          .untilAsserted(() ->
              assertThat(receiver.metrics())
                  .contains(
                      "gen_ai.client.token.usage",
                      "gen_ai.client.operation.duration",
                      "gen_ai.client.operation.time_to_first_chunk",
                      "http.server.request.duration"));
    }
  }

  @Test
  void aReceiverThatRefusesIsCountedAndHarmsNothing() throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver(400);
        Fixture fixture = new Fixture(exporting(receiver.endpoint()))) {
      exchange(fixture.telemetry);
      ((io.opentelemetry.sdk.OpenTelemetrySdk) fixture.telemetry.openTelemetry())
          .getSdkTracerProvider()
          .forceFlush()
          .join(10, TimeUnit.SECONDS);

      assertThat(receiver.spans()).hasSize(2);
      assertThat(fixture.metric("otel.sdk.exporter.span.exported").getLongSumData().getPoints())
          .anySatisfy(point -> {
            assertThat(point.getAttributes().get(Names.ERROR_TYPE)).isNotNull();
            assertThat(point.getValue()).isEqualTo(2);
          });
    }
  }

  private static ModelTelemetry exportingTo(OtlpReceiver receiver) {
    TelemetryConfig config = exporting(receiver.endpoint());
    return new ModelTelemetry(
        TelemetrySdk.start(config, "0.1", sdk -> {}),
        config,
        "0.1",
        new PendingContent(1, Duration.ofSeconds(1), java.time.Clock.systemUTC()));
  }

  private static TelemetryConfig exporting(URI endpoint) {
    return Fixture.config(
        Fixture.traces(endpoint, null),
        Fixture.metrics(endpoint, Duration.ofMillis(200)),
        List.of());
  }

  private static void exchange(ModelTelemetry telemetry) {
    FakeExchange exchange =
        FakeExchange.chat(
            FakeExchange.NO_FIELDS.copy().add("x-session-id", "s"),
            true,
            """
            {"max_tokens":9,"temperature":1,"top_p":1,"top_k":5,"frequency_penalty":0.1,"presence_penalty":0.1,"seed":7,"n":2,"stop":"END"}\
            """);
    Usage usage = new Usage(40, 20, 30, 2, 5, null);
    ExchangeTrace trace = telemetry.begin(exchange);
    AttemptTrace attempt =
        trace.attempt(exchange, 1, Fixture.GPT, "openai", Headers.of("host", "api.example"));
    attempt.chunk(System.nanoTime());
    attempt.end(Fixture.attempt(1, 200), "gpt-5-mini-2026", "stop", usage);
    trace.end(exchange, FakeCompletion.ok(usage));
  }

  private static Span span(OtlpReceiver receiver, Span.SpanKind kind) {
    return receiver.spans().stream()
        .filter(span -> span.getKind() == kind)
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, AnyValue> attributes(Span span) {
    return map(span.getAttributesList());
  }

  private static Map<String, AnyValue> map(List<KeyValue> pairs) {
    Map<String, AnyValue> all = new HashMap<>();
    pairs.forEach(pair -> all.put(pair.getKey(), pair.getValue()));
    return all;
  }

  private static AnyValue text(String value) {
    return AnyValue.newBuilder().setStringValue(value).build();
  }
}
