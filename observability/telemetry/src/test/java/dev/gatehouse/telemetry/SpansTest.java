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
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_METHOD)
class SpansTest {
  private final Fixture fixture = new Fixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aServerSpanTellsTheRequestAndTheAnswer() {
    FakeExchange exchange = FakeExchange.chat();
    fixture.telemetry.begin(exchange).end(exchange, FakeCompletion.ok(null));

    SpanData span = fixture.server();
    assertThat(span.getName()).isEqualTo("POST models");
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getAttributes().asMap())
        .isEqualTo(
            Attributes.builder()
                .put(Names.METHOD, "POST")
                .put(Names.PATH, "/v1/chat/completions")
                .put(Names.SCHEME, "http")
                .put(Names.ROUTE, "models")
                .put(Names.CLIENT_ADDRESS, "192.0.2.7")
                .put(Names.USER_AGENT, "probe/1")
                .put(Names.SERVER_ADDRESS, "gateway.example")
                .put(Names.SERVER_PORT, 8080)
                .put(Names.EXCHANGE, exchange.id())
                .put(Names.OUTCOME, "ok")
                .put(Names.STATUS, 200)
                .put(Names.CONSUMER, "search-team")
                .build()
                .asMap());
  }

  @Test
  void aClientSpanTellsTheModelCall() {
    FakeExchange exchange =
        FakeExchange.chat(
            Headers.of("x-session-id", "s-1"),
            true,
            """
            {"max_tokens":1,"max_completion_tokens":128,"temperature":0.2,"top_p":0.9,"seed":7,"n":2,"stop":["END"],"logit_bias":{}}\
            """);
    ExchangeTrace trace = fixture.telemetry.begin(exchange);
    AttemptTrace attempt =
        trace.attempt(exchange, 1, Fixture.GPT, "openai", Headers.of("host", "api.openai.com"));
    attempt.chunk(System.nanoTime());
    attempt.chunk(System.nanoTime());
    attempt.end(
        Fixture.attempt(1, 200), "gpt-5-mini-2026", "stop", new Usage(40, 20, 30, 2, 5, null));
    trace.end(exchange, FakeCompletion.ok(null));

    SpanData span = fixture.client();
    assertThat(span.getName()).isEqualTo("chat gpt-5-mini");
    assertThat(span.getParentSpanId()).isEqualTo(fixture.server().getSpanId());
    assertThat(span.getAttributes().get(Names.FIRST_CHUNK)).isPositive();
    assertThat(span.getAttributes().toBuilder().remove(Names.FIRST_CHUNK).build())
        .isEqualTo(
            Attributes.builder()
                .put(Names.TARGET_PROVIDER, "openai-eu")
                .put(Names.OPERATION, "chat")
                .put(Names.PROVIDER, "openai")
                .put(Names.REQUEST_MODEL, "gpt-5-mini")
                .put(Names.CONVERSATION, "s-1")
                .put(Names.SERVER_ADDRESS, "api.openai.com")
                .put(Names.SERVER_PORT, 443)
                .put(Names.REQUEST_STREAM, true)
                .put(Names.MAX_TOKENS, 128)
                .put(Names.TEMPERATURE, 0.2)
                .put(Names.TOP_P, 0.9)
                .put(Names.SEED, 7)
                .put(Names.CHOICE_COUNT, 2)
                .put(Names.STOP, List.of("END"))
                .put(Names.STATUS, 200)
                .put(Names.RESPONSE_MODEL, "gpt-5-mini-2026")
                .put(Names.FINISH, List.of("stop"))
                .put(Names.INPUT_TOKENS, 40)
                .put(Names.OUTPUT_TOKENS, 20)
                .put(Names.CACHE_READ_TOKENS, 30)
                .put(Names.CACHE_WRITE_TOKENS, 2)
                .put(Names.REASONING_TOKENS, 5)
                .build());
  }

  @Test
  void theServerSpanRepeatsTheFactsOfTheAnsweringAttempt() {
    FakeExchange exchange = FakeExchange.chat();
    Usage usage = Usage.of(10, 5);
    ExchangeTrace trace = fixture.telemetry.begin(exchange);
    trace
        .attempt(exchange, 1, new Target("a", "first", 1), "openai", Headers.create())
        .end(Fixture.attempt(1, 503), null, null, null);
    trace
        .attempt(exchange, 2, new Target("b", "second", 1), "anthropic", Headers.create())
        .end(Fixture.attempt(2, 200), "second-1", "stop", usage);
    trace.end(
        exchange,
        FakeCompletion.ok(usage, Fixture.attempt(1, 503), Fixture.attempt(2, 200))
            .costing(2_500_000));

    Attributes facts = fixture.server().getAttributes();
    assertThat(facts.get(Names.PROVIDER)).isEqualTo("anthropic");
    assertThat(facts.get(Names.REQUEST_MODEL)).isEqualTo("second");
    assertThat(facts.get(Names.RESPONSE_MODEL)).isEqualTo("second-1");
    assertThat(facts.get(Names.INPUT_TOKENS)).isEqualTo(10);
    assertThat(facts.get(Names.OUTPUT_TOKENS)).isEqualTo(5);
    assertThat(facts.get(Names.RETRIES)).isEqualTo(1);
    assertThat(facts.get(Names.COST)).isEqualTo(0.0025);
  }

  @Test
  void eachAttemptIsASpanAndAFailedOneSaysWhy() {
    FakeExchange exchange = FakeExchange.chat();
    ExchangeTrace trace = fixture.telemetry.begin(exchange);
    trace
        .attempt(exchange, 1, Fixture.GPT, "openai", Headers.create())
        .end(Fixture.attempt(1, 429), null, null, null);
    trace
        .attempt(exchange, 2, Fixture.GPT, "openai", Headers.create())
        .end(Fixture.attempt(2, 0, "upstream_unreachable"), null, null, null);
    trace.end(
        exchange,
        FakeCompletion.failed(
            Outcome.UPSTREAM_ERROR, 502, Problem.of(502, "upstream_unreachable", "No answer.")));

    List<SpanData> attempts =
        fixture.spans.getFinishedSpanItems().stream()
            .filter(span -> span.getKind() == SpanKind.CLIENT)
            .toList();
    assertThat(attempts)
        .extracting(span -> span.getAttributes().get(Names.ERROR_TYPE))
        .containsExactly("429", "upstream_unreachable");
    assertThat(attempts)
        .extracting(span -> span.getAttributes().get(Names.RESEND_COUNT))
        .containsExactly(null, 1L);
    assertThat(attempts)
        .allSatisfy(
            span -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
    assertThat(fixture.server().getAttributes().get(Names.ERROR_TYPE))
        .isEqualTo("upstream_unreachable");
    assertThat(fixture.server().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void aCutAnswerIsAnErrorAlthoughItsStatusIs200() {
    FakeExchange exchange = FakeExchange.chat();
    fixture
        .telemetry
        .begin(exchange)
        .end(
            exchange,
            FakeCompletion.failed(
                Outcome.TRUNCATED, 200, Problem.of(502, "upstream_cut", "The upstream cut.")));

    assertThat(fixture.server().getAttributes().get(Names.ERROR_TYPE)).isEqualTo("upstream_cut");
    assertThat(fixture.server().getAttributes().get(Names.OUTCOME)).isEqualTo("truncated");
  }

  @Test
  void whatTheClientDidWrongIsNoErrorOfTheServer() {
    FakeExchange exchange = FakeExchange.chat();
    fixture
        .telemetry
        .begin(exchange)
        .end(
            exchange,
            FakeCompletion.failed(
                Outcome.REJECTED, 401, Problem.of(401, "unauthorized", "Send a key.")));

    assertThat(fixture.server().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(fixture.server().getAttributes().get(Names.ERROR_TYPE)).isNull();
    assertThat(fixture.server().getAttributes().get(Names.STATUS)).isEqualTo(401);
  }

  @Test
  void anAnswerOfTheCacheNamesTheFilterAndNoProvider() {
    FakeExchange exchange = FakeExchange.chat();
    fixture
        .telemetry
        .begin(exchange)
        .end(exchange, FakeCompletion.ok(Usage.of(3, 4)).answeredBy("cache"));

    assertThat(fixture.server().getAttributes().get(Names.ANSWERED_BY)).isEqualTo("cache");
    assertThat(fixture.server().getAttributes().get(Names.PROVIDER)).isNull();
    assertThat(fixture.server().getAttributes().get(Names.INPUT_TOKENS)).isNull();
  }

  @Test
  void anExperimentIsAFlagOnTheSpan() {
    FakeExchange exchange = FakeExchange.chat();
    ExchangeTrace trace = fixture.telemetry.begin(exchange);
    exchange.expose(new Exposure("prompt", "b", "consumer", "h", "assigned", 1));
    exchange.expose(new Exposure("model", "", "consumer", "h", "not_in_coverage", 1));
    trace.end(exchange, FakeCompletion.ok(null));

    SpanData span = fixture.server();
    assertThat(span.getAttributes().get(Names.FLAG)).isEqualTo("prompt");
    assertThat(span.getAttributes().get(Names.VARIANT)).isEqualTo("b");
    assertThat(span.getEvents())
        .extracting(event -> event.getName() + " " + event.getAttributes().get(Names.REASON))
        .containsExactly("feature_flag.evaluation split", "feature_flag.evaluation default");
  }

  @Test
  void anUnheardMethodDoesNotInventNames() {
    FakeExchange exchange = FakeExchange.plain("BREW");
    ExchangeTrace trace = fixture.telemetry.begin(exchange);
    trace
        .attempt(exchange, 1, new Target("images", "", 1), "", Headers.of("host", "127.0.0.1:9000"))
        .end(Fixture.attempt(1, 200), null, null, null);
    trace.end(exchange, FakeCompletion.ok(null));

    assertThat(fixture.server().getName()).isEqualTo("HTTP images");
    assertThat(fixture.server().getAttributes().get(Names.METHOD)).isEqualTo("_OTHER");
    assertThat(fixture.server().getAttributes().get(Names.METHOD_ORIGINAL)).isEqualTo("BREW");
    assertThat(fixture.client().getName()).isEqualTo("HTTP");
    assertThat(fixture.client().getAttributes().get(Names.METHOD)).isEqualTo("_OTHER");
    assertThat(fixture.client().getAttributes().get(Names.OPERATION)).isNull();
    assertThat(fixture.client().getAttributes().get(Names.SERVER_PORT)).isEqualTo(9000);
  }

  @Test
  void noContentAndNoQueryIsOnAnySpan() {
    FakeExchange exchange = FakeExchange.chat();
    ExchangeTrace trace = fixture.telemetry.begin(exchange);
    trace
        .attempt(exchange, 1, Fixture.GPT, "openai", Headers.create())
        .end(Fixture.attempt(1, 200), "m", "stop", null);
    trace.end(exchange, FakeCompletion.ok(null));

    assertThat(fixture.spans.getFinishedSpanItems().toString())
        .doesNotContain("secret question")
        .doesNotContain("hidden");
  }

  @Test
  void anUnreadableRequestIsStillTraced() {
    FakeExchange exchange = FakeExchange.chat(Headers.create(), false, "");
    ExchangeTrace trace = fixture.telemetry.begin(exchange);
    trace
        .attempt(exchange, 1, Fixture.GPT, "openai", Headers.create())
        .end(Fixture.attempt(1, 200), "m", "stop", null);
    trace.end(exchange, FakeCompletion.ok(null));

    assertThat(fixture.client().getEvents()).hasSize(1);
    assertThat(fixture.client().getAttributes().get(Names.MAX_TOKENS)).isNull();
  }
}
