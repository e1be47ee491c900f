package dev.gatehouse.plugins.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.ConfigRefused;
import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.sdk.Stage;
import dev.gatehouse.sdk.auth.AuthResult;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.plugin.ConfiguredConsumer;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.MetricCapture;
import dev.gatehouse.testkit.Received;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The filter in a real gateway.
class CacheFilterTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String ASK =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String ASK_STREAM = ASK.replace("{\"model\"", "{\"stream\":true,\"model\"");
  private static final String EVENT =
      "{\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"}}]}";
  private static final String ANSWER = "{ \"id\":\"c\", \"choices\":[] , \"n\":1e400}";

  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final MetricCapture metrics = new MetricCapture();

  @AfterEach
  void stop() {
    upstream.close();
  }

  private TestGateway gateway(String filter) {
    return TestGateway.of(
            """
            providers:
              up: { type: openai, base-url: "%s/v1", timeouts: { between-events: 1s } }
            models:
              m: { targets: [ { provider: up, model: m } ] }
            filters:
              - cache: %s
            """
                .formatted(upstream.url(), filter),
            new OpenAiPlugin(),
            new CachePlugin(),
            metrics)
        .start();
  }

  @Test
  void answersTheSameRequestWithTheSameBytes() throws Exception {
    upstream.next(Reply.json(ANSWER));
    try (TestGateway gateway = gateway("{}")) {
      Received first = ask(gateway, ASK);
      Received second = ask(gateway, ASK);

      assertThat(second.text()).isEqualTo(first.text()).isEqualTo(ANSWER);
      assertThat(first.headers().value("x-gatehouse-cache")).isEqualTo("miss");
      assertThat(second.headers().value("x-gatehouse-cache")).isEqualTo("hit");
      assertThat(second.headers().value("age")).isNotNull();
      assertThat(upstream.requests()).hasSize(1);
      ExchangeRecord record = gateway.record(second.requestId());
      assertThat(record.tags()).containsEntry("cache", "hit");
      assertThat(record.decision().attempts()).isEmpty();
    }
  }

  @Test
  void replaysAStreamWithItsEnd() throws Exception {
    upstream.next(Reply.sse(EVENT, EVENT, EVENT, "[DONE]"));
    try (TestGateway gateway = gateway("{}")) {
      String first = stream(gateway);
      String second = stream(gateway);

      assertThat(second).isEqualTo(first).endsWith("data: [DONE]\n\n");
      assertThat(upstream.requests()).hasSize(1);
    }
  }

  @Test
  void hidesInAReplayWhatWasHiddenInTheFirstAnswer() throws Exception {
    String usage =
        "{\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}";
    upstream.next(Reply.sse(EVENT, usage, "[DONE]"));
    try (TestGateway gateway = gateway("{}")) {
      String first = stream(gateway);
      String second = stream(gateway);

      assertThat(first).isEqualTo("data: " + EVENT + "\n\ndata: [DONE]\n\n");
      assertThat(second).isEqualTo(first);
      assertThat(upstream.requests()).hasSize(1);
    }
  }

  @Test
  void replaysEveryByteOfAStreamHoweverItIsWritten() throws Exception {
    byte[] events =
        ": ping\n\ndata:{ \"choices\" : [ ] }\r\n\r\nevent: novel\ndata: 1\ndata: 2\n\ndata: [DONE]\n\n"
            .getBytes(UTF_8);
    upstream.next(Reply.bytes("text/event-stream; charset=utf-8", events).split(5));
    try (TestGateway gateway = gateway("{}")) {
      assertThat(stream(gateway)).isEqualTo(new String(events, UTF_8));
      try (EventStream again = gateway.client().stream(CHAT, ASK_STREAM)) {
        again.rest();

        assertThat(again.received()).isEqualTo(events);
        assertThat(again.headers().value("content-type"))
            .isEqualTo("text/event-stream; charset=utf-8");
        assertThat(again.headers().value("x-gatehouse-cache")).isEqualTo("hit");
        assertThat(gateway.record(again.requestId()).decision().answeredBy()).isEqualTo("cache");
      }
    }
  }

  @Test
  void takesAnotherRequestForAnother() throws Exception {
    upstream.next(Reply.json(ANSWER), Reply.json(ANSWER), Reply.sse(EVENT, "[DONE]"));
    try (TestGateway gateway = gateway("{}")) {
      ask(gateway, ASK);
      ask(gateway, ASK.replace("hi", "ho"));
      stream(gateway);

      assertThat(upstream.requests()).hasSize(3);
    }
  }

  @Test
  void countsHitsAndMisses() throws Exception {
    upstream.next(Reply.json(ANSWER), Reply.json("{}"));
    try (TestGateway gateway = gateway("{}")) {
      ask(gateway, ASK);
      ask(gateway, ASK);
      ask(gateway, ASK);
      gateway.client().post(CHAT, ASK, "cache-control", "no-store");

      assertThat(metrics.value("gatehouse.cache.misses")).isEqualTo(1);
      assertThat(metrics.value("gatehouse.cache.hits")).isEqualTo(2);
    }
  }

  @Test
  void keepsNoErrors() throws Exception {
    upstream.next(Reply.json("{\"error\":{}}").status(400), Reply.json(ANSWER));
    try (TestGateway gateway = gateway("{}")) {
      assertThat(ask(gateway, ASK).status()).isEqualTo(400);
      assertThat(ask(gateway, ASK).text()).isEqualTo(ANSWER);
    }
  }

  @Test
  void keepsNoStreamThatWasCut() throws Exception {
    upstream.next(
        Reply.sse(EVENT, EVENT, EVENT, "[DONE]").cutAfter(EVENT.length() + 20),
        Reply.sse(EVENT, "[DONE]"));
    try (TestGateway gateway = gateway("{}")) {
      String cut = stream(gateway);
      String whole = stream(gateway);

      assertThat(cut).doesNotContain("[DONE]").contains("upstream_cut");
      assertThat(whole).endsWith("data: [DONE]\n\n");
      assertThat(upstream.requests()).hasSize(2);
    }
  }

  @Test
  void keepsNoStreamThatTheClientLeft() throws Exception {
    upstream.next(
        Reply.sse(EVENT, EVENT, EVENT, "[DONE]").pause(Duration.ofMillis(300)),
        Reply.sse(EVENT, EVENT, "[DONE]"));
    try (TestGateway gateway = gateway("{}")) {
      try (EventStream stream = gateway.client().stream(CHAT, ASK_STREAM)) {
        assertThat(stream.next()).isNotNull();
      }
      gateway.records().awaitCount(1);

      assertThat(stream(gateway)).endsWith("data: [DONE]\n\n");
      assertThat(upstream.requests()).hasSize(2);
    }
  }

  @Test
  void asksAgainWhenTheClientWantsItFresh() throws Exception {
    upstream.next(Reply.json(ANSWER), Reply.json("{}"));
    try (TestGateway gateway = gateway("{}")) {
      ask(gateway, ASK);
      Received fresh = gateway.client().post(CHAT, ASK, "cache-control", "no-cache");

      assertThat(fresh.text()).isEqualTo("{}");
      assertThat(gateway.record(fresh.requestId()).tags()).containsEntry("cache", "bypass");
    }
  }

  @ParameterizedTest
  @CsvSource({"consumer, 2", "global, 1"})
  void keepsTheAnswersOfConsumersApartUnlessToldOtherwise(String scope, int asked)
      throws Exception {
    upstream.next(Reply.json("{\"for\":\"alice\"}"), Reply.json("{\"for\":\"bob\"}"));
    try (TestGateway gateway =
        TestGateway.of(
                """
                providers:
                  up: { type: openai, base-url: "%s/v1" }
                models:
                  m: { targets: [ { provider: up, model: m } ] }
                consumers: { alice: {}, bob: {} }
                filters:
                  - by-name: {}
                  - cache: { scope: %s }
                """
                    .formatted(upstream.url(), scope),
                new OpenAiPlugin(),
                new CachePlugin(),
                new ByName())
            .start()) {
      for (String name : List.of("alice", "bob", "alice", "bob")) {
        Received answer = gateway.client().post(CHAT, ASK, "x-name", name);
        gateway.record(answer.requestId());

        assertThat(answer.json().path("for").stringValue())
            .isEqualTo(scope.equals("global") ? "alice" : name);
      }
      assertThat(upstream.requests()).hasSize(asked);
    }
  }

  @Test
  void forgetsTheLeastUsedWhenItIsFull() throws Exception {
    String answer = "{\"x\":\"" + "y".repeat(1_000) + "\"}";
    upstream.on("/v1/chat/completions", Reply.json(answer));
    try (TestGateway gateway = gateway("{ entry: 2KiB, size: 4KiB }")) {
      for (int i = 0; i < 20; i++) {
        ask(gateway, ASK.replace("hi", "question " + i));
      }
      int again = 0;
      for (int i = 0; i < 20; i++) {
        Received received = ask(gateway, ASK.replace("hi", "question " + i));
        again += "hit".equals(received.headers().value("x-gatehouse-cache")) ? 1 : 0;
        assertThat(received.text()).isEqualTo(answer);
      }
      // An entry weighs a little more than its answer, so three fit at a time; asking again for
      // what was forgotten pushes others out.
      assertThat(again).isBetween(0, 6);
    }
  }

  @Test
  void keepsNoAnswerThatIsPacked() throws Exception {
    upstream.next(
        Reply.bytes("application/json", new byte[] {1, 2}).header("content-encoding", "gzip"),
        Reply.json(ANSWER));
    try (TestGateway gateway = gateway("{}")) {
      Received packed = ask(gateway, ASK);

      assertThat(packed.headers().contains("x-gatehouse-cache")).isFalse();
      assertThat(ask(gateway, ASK).text()).isEqualTo(ANSWER);
    }
  }

  @Test
  void forgetsAfterItsTime() throws Exception {
    upstream.next(Reply.json(ANSWER), Reply.json("{}"));
    try (TestGateway gateway = gateway("{ ttl: 50ms }")) {
      ask(gateway, ASK);

      Awaitility.await().until(() -> ask(gateway, ASK).text().equals("{}"));
    }
  }

  @Test
  void keepsNothingLargerThanAnEntryMayBe() throws Exception {
    String large = "{\"x\":\"" + "y".repeat(2_000) + "\"}";
    upstream.next(Reply.json(large), Reply.json("{}"));
    try (TestGateway gateway = gateway("{ entry: 1KiB, size: 1MiB }")) {
      ask(gateway, ASK);

      assertThat(ask(gateway, ASK).text()).isEqualTo("{}");
    }
  }

  @Test
  void refusesAnEntryLargerThanTheWhole() {
    assertThatThrownBy(() -> gateway("{ entry: 2MiB, size: 1MiB }").close())
        .isInstanceOfSatisfying(
            ConfigRefused.class,
            refused ->
                assertThat(refused.problems().toString())
                    .contains("one answer cannot be larger than size"));
  }

  private static Received ask(TestGateway gateway, String body)
      throws IOException, InterruptedException {
    Received answer = gateway.client().post(CHAT, body);
    // An answer is kept when its exchange is complete, a moment after the client has it.
    gateway.record(answer.requestId());
    return answer;
  }

  private static String stream(TestGateway gateway) throws IOException, InterruptedException {
    try (EventStream stream = gateway.client().stream(CHAT, ASK_STREAM)) {
      try {
        stream.rest();
      } catch (IOException e) {
        // cut, as some of the tests want it
      }
      gateway.record(stream.requestId());
      return new String(stream.received(), UTF_8);
    }
  }

  /// Believes what callers say of themselves.
  private static final class ByName implements GatewayPlugin {
    public record Config() {}

    @Override
    public void register(PluginRegistry registry) {
      registry
          .add(
              Authenticator.POINT,
              "by-name",
              Config.class,
              (config, context) -> new Believing(context))
          .stage(Stage.AUTHENTICATION);
    }
  }

  private record Believing(ExtensionContext context) implements Authenticator {
    @Override
    public AuthResult authenticate(Exchange exchange) {
      String name = exchange.head().header("x-name");
      return context.consumers().stream()
          .map(ConfiguredConsumer::consumer)
          .filter(consumer -> consumer.id().equals(name))
          .findAny()
          .map(AuthResult::authenticated)
          .orElseGet(AuthResult::noCredential);
    }

    @Override
    public String challenge() {
      return "Name";
    }
  }
}
