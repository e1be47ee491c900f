package dev.gatehouse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Exposure;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.telemetry.AttemptTrace;
import dev.gatehouse.sdk.telemetry.ExchangeTrace;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_METHOD)
class MetricsTest {
  private final Fixture fixture = new Fixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void anAttemptCountsTokensAndTime() {
    exchange(new Usage(40, 20, 30, 0, 5, null));

    HistogramPointData input = point("gen_ai.client.token.usage", answered("input"));
    assertThat(input.getSum()).isEqualTo(40);
    assertThat(input.getBoundaries())
        .containsExactly(
            1.0,
            4.0,
            16.0,
            64.0,
            256.0,
            1024.0,
            4096.0,
            16384.0,
            65536.0,
            262144.0,
            1048576.0,
            4194304.0,
            16777216.0,
            67108864.0);
    assertThat(point("gen_ai.client.token.usage", answered("output")).getSum()).isEqualTo(20);
    HistogramPointData duration = point("gen_ai.client.operation.duration", answered(null));
    assertThat(duration.getSum()).isEqualTo(1.2);
    assertThat(duration.getBoundaries())
        .containsExactly(
            0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
  }

  @Test
  void unknownUsageIsNotCountedAsZero() {
    exchange(null);

    assertThat(fixture.hasMetric("gen_ai.client.token.usage")).isFalse();
    assertThat(fixture.hasMetric("gen_ai.client.operation.duration")).isTrue();
  }

  @Test
  void aStreamCountsItsFirstChunkOnceAndTheGapsOfTheOthers() {
    FakeExchange exchange = FakeExchange.chat();
    ExchangeTrace trace = fixture.telemetry.begin(exchange);
    AttemptTrace attempt = trace.attempt(exchange, 1, Fixture.GPT, "openai", Headers.create());
    long now = System.nanoTime();
    attempt.chunk(now + 1_000_000_000L);
    attempt.chunk(now + 1_030_000_000L);
    attempt.chunk(now + 1_070_000_000L);
    attempt.end(Fixture.attempt(1, 200), "m", "stop", null);
    trace.end(exchange, FakeCompletion.ok(null));

    HistogramPointData first =
        point("gen_ai.client.operation.time_to_first_chunk", model().build());
    assertThat(first.getCount()).isEqualTo(1);
    assertThat(first.getSum()).isBetween(1.0, 1.07);
    HistogramPointData gaps =
        point("gen_ai.client.operation.time_per_output_chunk", model().build());
    assertThat(gaps.getCount()).isEqualTo(2);
    assertThat(gaps.getMin()).isEqualTo(0.03);
    assertThat(gaps.getMax()).isEqualTo(0.04);
  }

  @Test
  void aFailedAttemptIsLabelledByItsError() {
    FakeExchange exchange = FakeExchange.chat();
    ExchangeTrace trace = fixture.telemetry.begin(exchange);
    trace
        .attempt(exchange, 1, Fixture.GPT, "openai", Headers.create())
        .end(Fixture.attempt(1, 429), null, null, null);
    trace.end(exchange, FakeCompletion.ok(null));

    assertThat(
            point("gen_ai.client.operation.duration", model().put(Names.ERROR_TYPE, "429").build())
                .getCount())
        .isEqualTo(1);
  }

  @Test
  void theServerIsMeasuredToTenMinutes() {
    exchange(null);

    HistogramPointData duration =
        point(
            "http.server.request.duration",
            Attributes.builder()
                .put(Names.METHOD, "POST")
                .put(Names.SCHEME, "http")
                .put(Names.STATUS, 200)
                .put(Names.ROUTE, "models")
                .build());
    assertThat(duration.getSum()).isEqualTo(1.5);
    assertThat(duration.getBoundaries()).contains(0.005, 10.0, 600.0);
  }

  @Test
  void activeRequestsGoUpAndDown() {
    FakeExchange exchange = FakeExchange.chat();
    ExchangeTrace trace = fixture.telemetry.begin(exchange);
    assertThat(sum("http.server.active_requests")).isEqualTo(1);
    trace.end(exchange, FakeCompletion.ok(null));
    assertThat(sum("http.server.active_requests")).isZero();
  }

  @Test
  void exchangesAreCountedByOutcome() {
    FakeExchange exchange = FakeExchange.chat();
    fixture
        .telemetry
        .begin(exchange)
        .end(
            exchange,
            FakeCompletion.failed(
                Outcome.TRUNCATED, 200, Problem.of(502, "upstream_cut", "The upstream cut.")));
    fixture.telemetry.begin(exchange).end(exchange, FakeCompletion.ok(null).answeredBy("cache"));

    assertThat(fixture.metric("gatehouse.exchanges").getLongSumData().getPoints())
        .extracting(point ->
            point.getAttributes().get(Names.OUTCOME)
                + "/"
                + point.getAttributes().get(Names.ANSWERED_BY))
        .containsExactlyInAnyOrder("truncated/null", "ok/cache");
  }

  @Test
  void costIsCountedWhereAPriceIsKnown() {
    exchange(null);
    assertThat(fixture.hasMetric("gatehouse.cost")).isFalse();

    FakeExchange exchange = FakeExchange.chat();
    ExchangeTrace trace = fixture.telemetry.begin(exchange);
    trace
        .attempt(exchange, 1, Fixture.GPT, "openai", Headers.create())
        .end(Fixture.attempt(1, 200), "m", "stop", null);
    trace.end(exchange, FakeCompletion.ok(null).costing(2_500_000));
    assertThat(fixture.metric("gatehouse.cost").getUnit()).isEqualTo("{USD}");
    assertThat(fixture.metric("gatehouse.cost").getDoubleSumData().getPoints())
        .singleElement()
        .satisfies(point -> assertThat(point.getValue()).isEqualTo(0.0025));
  }

  @Test
  void exposuresAreCountedByVariant() {
    FakeExchange exchange = FakeExchange.chat();
    ExchangeTrace trace = fixture.telemetry.begin(exchange);
    exchange.expose(new Exposure("prompt", "b", "consumer", "hash-of-unit", "assigned", 1));
    trace.end(exchange, FakeCompletion.ok(null));

    assertThat(fixture.metric("gatehouse.experiment.exposures").getLongSumData().getPoints())
        .singleElement()
        .satisfies(point ->
            assertThat(point.getAttributes())
                .isEqualTo(Attributes.of(Names.FLAG, "prompt", Names.VARIANT, "b")));
  }

  @Test
  void aPlainRouteIsMeasuredAsHttpAlone() {
    FakeExchange exchange = FakeExchange.plain("GET");
    ExchangeTrace trace = fixture.telemetry.begin(exchange);
    AttemptTrace attempt =
        trace.attempt(
            exchange, 1, new Target("images", "", 1), "", Headers.of("host", "127.0.0.1:9000"));
    attempt.chunk(System.nanoTime());
    attempt.end(Fixture.attempt(1, 200), null, null, Usage.of(1, 1));
    trace.end(exchange, FakeCompletion.ok(null));

    assertThat(
            point(
                    "http.client.request.duration",
                    Attributes.builder()
                        .put(Names.METHOD, "GET")
                        .put(Names.STATUS, 200)
                        .put(Names.SERVER_ADDRESS, "127.0.0.1")
                        .put(Names.SERVER_PORT, 9000)
                        .build())
                .getCount())
        .isEqualTo(1);
    assertThat(fixture.metrics.collectAllMetrics())
        .noneMatch(metric -> metric.getName().startsWith("gen_ai"));
  }

  @Test
  void noLabelNamesAPersonOrAnExchange() {
    exchange(Usage.of(1, 1));

    assertThat(fixture.metrics.collectAllMetrics())
        .isNotEmpty()
        .allSatisfy(metric ->
            assertThat(
                    metric.getData().getPoints().stream()
                        .map(point -> point.getAttributes().toString())
                        .toList())
                .noneMatch(labels ->
                    labels.contains("search-team")
                        || labels.contains("01JABC")
                        || labels.contains("192.0.2.7")));
  }

  private void exchange(Usage usage) {
    FakeExchange exchange = FakeExchange.chat();
    ExchangeTrace trace = fixture.telemetry.begin(exchange);
    trace
        .attempt(exchange, 1, Fixture.GPT, "openai", Headers.create())
        .end(Fixture.attempt(1, 200), "gpt-5-mini-2026", "stop", usage);
    trace.end(exchange, FakeCompletion.ok(usage));
  }

  private HistogramPointData point(String metric, Attributes labels) {
    return fixture.histogram(metric, labels);
  }

  private long sum(String metric) {
    return List.copyOf(fixture.metric(metric).getLongSumData().getPoints()).getFirst().getValue();
  }

  private static Attributes answered(String tokenType) {
    return model()
        .put(Names.RESPONSE_MODEL, "gpt-5-mini-2026")
        .put(Names.TOKEN_TYPE, tokenType)
        .build();
  }

  private static AttributesBuilder model() {
    return Attributes.builder()
        .put(Names.OPERATION, "chat")
        .put(Names.PROVIDER, "openai")
        .put(Names.REQUEST_MODEL, "gpt-5-mini");
  }
}
