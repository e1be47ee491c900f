package dev.gatehouse.plugins.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.Received;
import dev.gatehouse.testkit.ReceivedRequest;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The protocol and the provider in a real gateway, between a real client and a scripted upstream.
class AnthropicContractTest {
  private static final String MESSAGES = "/v1/messages";
  private static final String ANSWER =
      "{ \"id\":\"msg_1\",\"type\":\"message\",\"model\":\"claude-2026\",\"novel\":{\"x\":1e400},"
          + "\"content\":[{\"type\":\"text\",\"text\":\"Zwölf €\"}],\"stop_reason\":\"end_turn\","
          + "\"usage\":{\"input_tokens\":4,\"output_tokens\":3,\"cache_read_input_tokens\":2,"
          + "\"cache_creation_input_tokens\":1,\"big\":12345678901234567890.10}}\n";
  private static final String[] EVENTS = {
    "{\"type\":\"message_start\",\"message\":{\"model\":\"claude-2026\",\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}}",
    "{\"type\":\"ping\"}",
    "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Zwölf 🦆\"}}",
    "{\"type\":\"novel\",\"n\":1e400}",
    "{\"type\":\"content_block_stop\",\"index\":0}",
    "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":9}}",
    "{\"type\":\"message_stop\"}"
  };

  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final ScriptedUpstream spare = ScriptedUpstream.start();

  @RegisterExtension
  final TestGateway gateway =
      TestGateway.of(
          """
          providers:
            up: { type: anthropic, base-url: "%s/api/v1/", api-key: sk-upstream }
            spare: { type: anthropic, base-url: "%s/v1" }
          models:
            claude: { targets: [ { provider: up, model: claude } ] }
            alias: { targets: [ { provider: up, model: claude-2026-01-01 } ] }
            safe:
              targets: [ { provider: up, model: claude } ]
              fallback: [ { provider: spare, model: claude } ]
          """
              .formatted(upstream.url(), spare.url()),
          new AnthropicPlugin(),
          new OpenAiPlugin());

  @AfterEach
  void stop() {
    upstream.close();
    spare.close();
  }

  @Test
  void passesAMessageByteForByteBothWays() throws Exception {
    upstream.next(Reply.json(ANSWER));
    String request =
        " {\"unknown\":1e400,\"model\":\"claude\",\"max_tokens\":10,\"metadata\":{\"user_id\":\"u\"},"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}\n";

    Received answer =
        gateway
            .client()
            .post(
                MESSAGES + "?beta=true",
                request,
                "x-api-key",
                "client",
                "authorization",
                "Bearer client",
                "anthropic-version",
                "2026-10-21",
                "anthropic-beta",
                "novel-2026",
                "anthropic-dangerous-direct-browser-access",
                "true");

    assertThat(answer.text()).isEqualTo(ANSWER);
    ReceivedRequest sent = upstream.take();
    assertThat(sent.text()).isEqualTo(request);
    assertThat(sent.target()).isEqualTo("/api/v1/messages?beta=true");
    assertThat(sent.headers().all("x-api-key")).containsExactly("sk-upstream");
    assertThat(sent.headers().all("anthropic-version")).containsExactly("2026-10-21");
    assertThat(sent.headers().all("anthropic-beta")).containsExactly("novel-2026");
    assertThat(sent.headers().names())
        .doesNotContain("authorization", "anthropic-dangerous-direct-browser-access");
    ExchangeRecord record = gateway.record(answer.requestId());
    assertThat(record.outcome()).isEqualTo(Outcome.OK);
    assertThat(record.response().model()).isEqualTo("claude-2026");
    assertThat(record.response().finishReason()).isEqualTo("stop");
    assertThat(record.usage()).isNotNull();
    assertThat(record.usage().input()).isEqualTo(7);
    assertThat(record.usage().cachedInput()).isEqualTo(2);
    assertThat(record.usage().cacheWrite()).isEqualTo(1);
    assertThat(record.usage().raw()).contains("12345678901234567890.10");
  }

  @Test
  void replacesNothingButTheModelsName() throws Exception {
    upstream.next(Reply.json(ANSWER));
    String request = "{\"a\":1.00, \"model\": \"alias\", \"messages\":[{\"role\":\"user\"}]}";

    gateway.client().post(MESSAGES, request);

    ReceivedRequest sent = upstream.take();
    assertThat(sent.text()).isEqualTo(request.replace("alias", "claude-2026-01-01"));
    assertThat(sent.headers().value("anthropic-version")).isEqualTo("2023-06-01");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100_000})
  void passesAStreamByteForByteHoweverItIsSplit(int size) throws Exception {
    Reply reply = Streams.reply(EVENTS).split(size);
    upstream.next(reply);

    try (EventStream stream = gateway.client().stream(MESSAGES, ask("claude", true))) {
      stream.rest();

      assertThat(stream.received()).isEqualTo(reply.body());
      ExchangeRecord record = gateway.record(stream.requestId());
      assertThat(record.outcome()).isEqualTo(Outcome.OK);
      assertThat(record.response().finishReason()).isEqualTo("stop");
      assertThat(record.response().model()).isEqualTo("claude-2026");
      assertThat(record.usage()).isNotNull();
      assertThat(record.usage().input()).isEqualTo(7);
      assertThat(record.usage().output()).isEqualTo(9);
      assertThat(record.usage().raw()).isEqualTo("{\"input_tokens\":7,\"output_tokens\":9}");
    }
  }

  @Test
  void passesACountOfTokensAndRecordsNoUse() throws Exception {
    upstream.next(Reply.json("{\"input_tokens\":14}"));

    Received answer = gateway.client().post(MESSAGES + "/count_tokens", ask("claude", false));

    assertThat(answer.text()).isEqualTo("{\"input_tokens\":14}");
    assertThat(upstream.take().target()).isEqualTo("/api/v1/messages/count_tokens");
    assertThat(gateway.record(answer.requestId()).usage()).isNull();
  }

  @Test
  void passesOtherOperationsOn() throws Exception {
    upstream.on("/api/v1/messages/batches", Reply.echo());
    upstream.on("/api/v1/files/f-1", Reply.json("{\"id\":\"f-1\"}"));

    assertThat(gateway.client().post(MESSAGES + "/batches", "{\"requests\":[]}").text())
        .isEqualTo("{\"requests\":[]}");
    assertThat(gateway.client().get("/v1/files/f-1", "anthropic-version", "2023-06-01").text())
        .isEqualTo("{\"id\":\"f-1\"}");
  }

  @Test
  void listsTheModelsInTheShapeOfTheClient() throws Exception {
    Received list = gateway.client().get("/v1/models", "anthropic-version", "2023-06-01");

    assertThat(list.json().path("data").findValuesAsString("id"))
        .containsExactlyInAnyOrder("claude", "alias", "safe");
    assertThat(list.json().at("/data/0/type").stringValue()).isEqualTo("model");
    assertThat(list.json().path("has_more").booleanValue()).isFalse();
    assertThat(
            gateway
                .client()
                .get("/v1/models/alias", "anthropic-version", "2023-06-01")
                .json()
                .path("display_name")
                .stringValue())
        .isEqualTo("alias");
    Received none = gateway.client().get("/v1/models/none", "anthropic-version", "2023-06-01");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.json().at("/error/type").stringValue()).isEqualTo("not_found_error");
    assertThat(gateway.client().get("/v1/models").json().path("object").stringValue())
        .isEqualTo("list");
  }

  @Test
  void keepsErrorsOfTheUpstreamAsTheyAre() throws Exception {
    String error =
        "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow\"}}";
    upstream.next(Reply.json(error).status(429).header("retry-after", "7"));

    Received answer = gateway.client().post(MESSAGES, ask("claude", false));

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.text()).isEqualTo(error);
    assertThat(answer.headers().value("retry-after")).isEqualTo("7");
  }

  @Test
  void fallsBackBeforeTheFirstContent() throws Exception {
    Reply good = Streams.reply(EVENTS);
    String error =
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}}";
    for (Reply bad :
        new Reply[] {
          Reply.json(error).status(529),
          Reply.hangUp(),
          Streams.reply(EVENTS[0], EVENTS[1], EVENTS[2], error),
        }) {
      upstream.next(bad, bad);
      spare.next(good);
      try (EventStream stream = gateway.client().stream(MESSAGES, ask("safe", true))) {
        stream.rest();
        assertThat(stream.received()).isEqualTo(good.body());
      }
    }
  }

  @Test
  void showsACutStreamAsCut() throws Exception {
    Reply whole = Streams.reply(EVENTS);
    upstream.next(Streams.reply(EVENTS).cutAfter(whole.body().length - 60));

    try (EventStream stream = gateway.client().stream(MESSAGES, ask("claude", true))) {
      assertThatThrownBy(stream::rest).isInstanceOf(IOException.class);
      String received = new String(stream.received(), StandardCharsets.UTF_8);
      assertThat(received)
          .contains("event: error\n", "upstream_cut", stream.requestId())
          .doesNotContain("message_stop");
      assertThat(gateway.record(stream.requestId()).outcome()).isEqualTo(Outcome.TRUNCATED);
    }
  }

  @Test
  void tellsWhatIsWrongInTheShapeOfTheProtocol() throws Exception {
    Received missing = gateway.client().post(MESSAGES, "{\"messages\":[]}");
    assertThat(missing.status()).isEqualTo(400);
    assertThat(missing.json().path("type").stringValue()).isEqualTo("error");
    assertThat(missing.json().at("/error/type").stringValue()).isEqualTo("invalid_request_error");
    assertThat(missing.json().at("/error/code").stringValue()).isEqualTo("model_required");
    assertThat(missing.headers().value("request-id")).isEqualTo(missing.requestId());

    Received unknown = gateway.client().post(MESSAGES, ask("none", false));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().at("/error/type").stringValue()).isEqualTo("not_found_error");

    assertThat(gateway.client().get(MESSAGES).status()).isEqualTo(405);
    assertThat(gateway.client().post(MESSAGES, "a", "content-type", "text/plain").status())
        .isEqualTo(415);
    for (String malformed : new String[] {"", "[]", "{\"model\":\"a\",\"model\":\"b\"}", "{} {}"}) {
      assertThat(gateway.client().post(MESSAGES, malformed).json().at("/error/code").stringValue())
          .isEqualTo("malformed_json");
    }
    for (String wrong :
        new String[] {
          "{\"model\":1,\"messages\":[]}",
          "{\"model\":\"claude\"}",
          "{\"model\":\"claude\",\"messages\":{}}",
          "{\"model\":\"claude\",\"messages\":[1]}",
          "{\"model\":\"claude\",\"messages\":[],\"stream\":1}"
        }) {
      assertThat(gateway.client().post(MESSAGES, wrong).json().at("/error/code").stringValue())
          .isEqualTo("malformed_request");
    }
    assertThat(upstream.requests()).isEmpty();
  }

  private static String ask(String model, boolean stream) {
    return "{\"model\":\""
        + model
        + "\",\"max_tokens\":9,\"stream\":"
        + stream
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  }
}
