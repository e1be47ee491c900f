package dev.gatehouse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.telemetry.ExchangeTrace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropagationTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";
  private static final String TRACEPARENT = "00-" + TRACE + "-" + PARENT + "-01";

  @Test
  void theCallersTraceGoesOnAndUpstreamSeesTheAttempt() {
    try (Fixture fixture = new Fixture()) {
      Headers outgoing =
          pass(
              fixture,
              Headers.of("traceparent", TRACEPARENT, "tracestate", "vendor=1"),
              Headers.of("Traceparent", TRACEPARENT));

      assertThat(fixture.server().getTraceId()).isEqualTo(TRACE);
      assertThat(fixture.server().getParentSpanId()).isEqualTo(PARENT);
      assertThat(outgoing.all("traceparent"))
          .containsExactly("00-" + TRACE + "-" + fixture.client().getSpanId() + "-01");
      assertThat(outgoing.value("tracestate")).isEqualTo("vendor=1");
    }
  }

  @Test
  void withoutACallersTraceOneBegins() {
    try (Fixture fixture = new Fixture()) {
      Headers outgoing = pass(fixture, Headers.create(), Headers.create());

      assertThat(fixture.server().getParentSpanContext().isValid()).isFalse();
      assertThat(outgoing.value("traceparent")).contains(fixture.server().getTraceId());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
    "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "garbage"
  })
  void aMalformedParentIsNoParent(String traceparent) {
    try (Fixture fixture = new Fixture()) {
      pass(fixture, Headers.of("traceparent", traceparent), Headers.create());

      assertThat(fixture.server().getParentSpanContext().isValid()).isFalse();
    }
  }

  @Test
  void readsAndWritesB3() {
    try (Fixture fixture = new Fixture(speaking("b3"))) {
      Headers outgoing =
          pass(fixture, Headers.of("b3", TRACE + "-" + PARENT + "-1"), Headers.create());

      assertThat(fixture.server().getParentSpanId()).isEqualTo(PARENT);
      assertThat(outgoing.value("b3")).isEqualTo(TRACE + "-" + fixture.client().getSpanId() + "-1");
      assertThat(outgoing.contains("traceparent")).isFalse();
    }
  }

  @Test
  void readsAndWritesB3InSeveralFields() {
    try (Fixture fixture = new Fixture(speaking("b3multi"))) {
      Headers outgoing =
          pass(
              fixture,
              Headers.of("X-B3-TraceId", TRACE, "X-B3-SpanId", PARENT, "X-B3-Sampled", "1"),
              Headers.create());

      assertThat(fixture.server().getParentSpanId()).isEqualTo(PARENT);
      assertThat(outgoing.value("x-b3-spanid")).isEqualTo(fixture.client().getSpanId());
    }
  }

  @Test
  void baggageStaysHereUnlessItIsMeantToGoOn() {
    try (Fixture fixture = new Fixture()) {
      Headers outgoing =
          pass(fixture, Headers.of("baggage", "user=ada"), Headers.of("baggage", "user=ada"));
      assertThat(outgoing.contains("baggage")).isFalse();
    }
    TelemetryConfig all = Fixture.config();
    TelemetryConfig forwarding =
        new TelemetryConfig(
            null,
            all.traces(),
            all.metrics(),
            List.of(),
            true,
            "x-session-id",
            "genai-1.41",
            TelemetryConfig.Capture.NONE,
            all.captureMaxBytes());
    try (Fixture fixture = new Fixture(forwarding)) {
      Headers outgoing = pass(fixture, Headers.of("baggage", "user=ada"), Headers.create());
      assertThat(outgoing.value("baggage")).isEqualTo("user=ada");
    }
  }

  @Test
  void baggageStaysHereAlsoWhenNobodyReadsIt() {
    try (Fixture fixture = new Fixture(speaking("b3"))) {
      Headers outgoing =
          pass(fixture, Headers.of("baggage", "user=ada"), Headers.of("Baggage", "user=ada"));

      assertThat(outgoing.contains("baggage")).isFalse();
    }
  }

  @Test
  void aClientDoesNotDecideWhatIsSampled() {
    Headers unsampled = Headers.of("traceparent", "00-" + TRACE + "-" + PARENT + "-00");
    try (Fixture fixture = new Fixture()) {
      Headers outgoing = pass(fixture, unsampled.copy(), Headers.create());
      assertThat(fixture.server().getTraceId()).isEqualTo(TRACE);
      assertThat(outgoing.value("traceparent")).endsWith("-01");
    }
    try (Fixture fixture = new Fixture(sampling(1.0, true))) {
      Headers outgoing = pass(fixture, unsampled.copy(), Headers.create());
      assertThat(fixture.spans.getFinishedSpanItems()).isEmpty();
      assertThat(outgoing.value("traceparent")).startsWith("00-" + TRACE).endsWith("-00");
    }
    try (Fixture fixture = new Fixture(sampling(0.0, false))) {
      pass(fixture, Headers.of("traceparent", TRACEPARENT), Headers.create());
      assertThat(fixture.spans.getFinishedSpanItems()).isEmpty();
      assertThat(fixture.hasMetric("gen_ai.client.operation.duration")).isTrue();
    }
  }

  private static TelemetryConfig speaking(String format) {
    return Fixture.config(Fixture.traces(null, null), Fixture.metrics(null, null), List.of(format));
  }

  private static TelemetryConfig sampling(double ratio, boolean trusting) {
    TelemetryConfig.Traces traces =
        new TelemetryConfig.Traces(null, null, java.util.Map.of(), ratio, trusting, false, true);
    return Fixture.config(traces, Fixture.metrics(null, null), List.of());
  }

  private static Headers pass(Fixture fixture, Headers incoming, Headers outgoing) {
    FakeExchange exchange = FakeExchange.chat(incoming, false, "{}");
    ExchangeTrace trace = fixture.telemetry.begin(exchange);
    trace
        .attempt(exchange, 1, Fixture.GPT, "openai", outgoing)
        .end(Fixture.attempt(1, 200), "m", "stop", null);
    trace.end(exchange, FakeCompletion.ok(null));
    return outgoing;
  }
}
