package dev.gatehouse.plugins.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.Received;
import dev.gatehouse.testkit.ReceivedRequest;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The protocol and the provider in a real gateway, between a real client and a scripted upstream.
class OpenAiContractTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String ANSWER =
      "{ \"id\":\"c\",\"object\":\"chat.completion\",\"model\":\"gpt-2026\",\"novel\":{\"x\":1e400},"
          + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Zwölf €\"},"
          + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,"
          + "\"prompt_tokens_details\":{\"cached_tokens\":2},\"big\":12345678901234567890.10}}\n";
  private static final String USAGE =
      "{\"model\":\"gpt-2026\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}";
  private static final String FINISH =
      "{\"model\":\"gpt-2026\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";

  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final ScriptedUpstream spare = ScriptedUpstream.start();

  @RegisterExtension
  final TestGateway gateway =
      TestGateway.of(
          """
          providers:
            up:
              type: openai
              base-url: %s/v1
              api-key: sk-upstream
              timeouts: { connect: 2s, first-byte: 2s, between-events: 1s, total: 30s }
            spare: { type: openai, base-url: %s/v1 }
          models:
            gpt: { targets: [ { provider: up, model: gpt } ] }
            alias: { targets: [ { provider: up, model: gpt-2026-01-01 } ] }
            safe:
              targets: [ { provider: up, model: gpt } ]
              fallback: [ { provider: spare, model: gpt } ]
          """
              .formatted(upstream.url(), spare.url()),
          new OpenAiPlugin());

  @AfterEach
  void stop() {
    upstream.close();
    spare.close();
  }

  @Test
  void passesAChatByteForByteBothWays() throws Exception {
    String request =
        " {\"model\" : \"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"\\u00e9 größe 🦆\"}],"
            + "\"novel\":{\"a\":[null]},\"temperature\":0.70,\"seed\":12345678901234567890} \n";
    upstream.next(Reply.json(ANSWER).header("openai-processing-ms", "12"));

    Received answer = gateway.client().post(CHAT + "?beta=a%20b", request, "OpenAI-Beta", "x=1");

    assertThat(answer.text()).isEqualTo(ANSWER);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().value("openai-processing-ms")).isEqualTo("12");
    ReceivedRequest sent = upstream.take();
    assertThat(sent.text()).isEqualTo(request);
    assertThat(sent.target()).isEqualTo(CHAT + "?beta=a%20b");
    assertThat(sent.headers().value("openai-beta")).isEqualTo("x=1");
    assertThat(sent.headers().all("authorization")).containsExactly("Bearer sk-upstream");

    ExchangeRecord record = gateway.record(answer.requestId());
    assertThat(record.outcome()).isEqualTo(Outcome.OK);
    assertThat(record.request().body().bytes()).isEqualTo(bytes(request));
    assertThat(record.response().body().bytes()).isEqualTo(bytes(ANSWER));
    assertThat(record.response().model()).isEqualTo("gpt-2026");
    assertThat(record.response().finishReason()).isEqualTo("stop");
    assertThat(record.usage()).isNotNull();
    assertThat(record.usage().input()).isEqualTo(7);
    assertThat(record.usage().cachedInput()).isEqualTo(2);
    assertThat(record.usage().raw()).contains("12345678901234567890.10");
  }

  @Test
  void replacesNothingButTheModelsName() throws Exception {
    upstream.next(Reply.json(ANSWER));
    String request = "{\"a\":1.00, \"model\": \"alias\", \"messages\":[{\"role\":\"user\"}]}";

    gateway.client().post(CHAT, request);

    assertThat(upstream.take().text()).isEqualTo(request.replace("alias", "gpt-2026-01-01"));
  }

  @Test
  void passesACompressedAnswerUntouched() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes(ANSWER));
    }
    upstream.next(
        Reply.bytes("application/json", packed.toByteArray()).header("content-encoding", "gzip"));

    Received answer = gateway.client().post(CHAT, ask("gpt", false), "accept-encoding", "gzip");

    assertThat(answer.body()).isEqualTo(packed.toByteArray());
    assertThat(answer.headers().value("content-encoding")).isEqualTo("gzip");
    ExchangeRecord record = gateway.record(answer.requestId());
    assertThat(record.usage()).isNotNull();
    assertThat(record.usage().output()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 100_000})
  void passesAStreamByteForByteHoweverItIsSplit(int size) throws Exception {
    String request =
        "{\"model\":\"gpt\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
            + "\"messages\":[{\"role\":\"user\"}]}";
    Reply reply =
        Reply.bytes(
                "text/event-stream; charset=utf-8",
                bytes(
                    ": ping\n\ndata: "
                        + chunk("Zwölf ")
                        + "\n\ndata:"
                        + chunk("🦆 €")
                        + "\r\n\r\nevent: novel\ndata: {\"n\":1e400}\n\ndata: "
                        + FINISH
                        + "\n\ndata: "
                        + USAGE
                        + "\n\ndata: [DONE]\n\n"))
            .split(size);
    upstream.next(reply);

    try (EventStream stream = gateway.client().stream(CHAT, request)) {
      stream.rest();

      assertThat(stream.received()).isEqualTo(reply.body());
      assertThat(upstream.take().text()).isEqualTo(request);
      ExchangeRecord record = gateway.record(stream.requestId());
      assertThat(record.outcome()).isEqualTo(Outcome.OK);
      assertThat(record.response().body().bytes()).isEqualTo(reply.body());
      assertThat(record.response().finishReason()).isEqualTo("stop");
      assertThat(record.usage()).isNotNull();
      assertThat(record.usage().total()).isEqualTo(10);
    }
  }

  @Test
  void countsTheUsageThatAClientDidNotAskForAndHidesIt() throws Exception {
    upstream.next(Reply.sse(chunk("a"), FINISH, USAGE, "[DONE]"));

    try (EventStream stream = gateway.client().stream(CHAT, ask("gpt", true))) {
      assertThat(stream.rest()).hasSize(3);
      assertThat(new String(stream.received(), StandardCharsets.UTF_8))
          .isEqualTo("data: " + chunk("a") + "\n\ndata: " + FINISH + "\n\ndata: [DONE]\n\n");
      assertThat(upstream.take().text()).contains("\"stream_options\":{\"include_usage\":true}");
      ExchangeRecord record = gateway.record(stream.requestId());
      assertThat(record.usage()).isNotNull();
      assertThat(record.usage().total()).isEqualTo(10);
    }
  }

  @Test
  void passesToolsAndPicturesAsTheyAre() throws Exception {
    String request =
        "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":"
            + "\"What?\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\","
            + "\"detail\":\"low\"}}]}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\","
            + "\"parameters\":{\"type\":\"object\"},\"strict\":true}}]}";
    String call =
        "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":"
            + "\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
            + "\"finish_reason\":\"tool_calls\"}]}";
    upstream.next(Reply.json(call));

    Received answer = gateway.client().post(CHAT, request);

    assertThat(answer.text()).isEqualTo(call);
    assertThat(upstream.take().text()).isEqualTo(request);
    assertThat(gateway.record(answer.requestId()).response().finishReason())
        .isEqualTo("tool_calls");
  }

  @Test
  void passesEmbeddings() throws Exception {
    String vectors =
        "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":\"AACAPw==\"}],"
            + "\"model\":\"e\",\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}";
    upstream.next(Reply.json(vectors));

    Received answer =
        gateway
            .client()
            .post(
                "/v1/embeddings",
                "{\"model\":\"gpt\",\"input\":\"x\",\"encoding_format\":\"base64\"}");

    assertThat(answer.text()).isEqualTo(vectors);
    ExchangeRecord record = gateway.record(answer.requestId());
    assertThat(record.usage()).isNotNull();
    assertThat(record.usage().input()).isEqualTo(4);
  }

  @Test
  void listsTheModelsOfTheGateway() throws Exception {
    assertThat(gateway.client().get("/v1/models").json().path("data").findValuesAsString("id"))
        .containsExactlyInAnyOrder("gpt", "alias", "safe");
    assertThat(gateway.client().get("/v1/models/gpt").json().path("id").stringValue())
        .isEqualTo("gpt");
    assertThat(gateway.client().get("/v1/models/none").status()).isEqualTo(404);
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void passesOtherOperationsOn() throws Exception {
    byte[] sound = {0, (byte) 0xff, 13, 10, 0, 1};
    upstream.on("/v1/audio/speech", Reply.bytes("audio/mpeg", sound));
    upstream.on("/v1/audio/transcriptions", Reply.echo());
    upstream.on("/v1/responses", Reply.sse("{\"type\":\"response.created\"}", "{\"x\":1e400}"));
    String form = "--b\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\nalias\r\n--b--\r\n";

    assertThat(
            gateway
                .client()
                .post("/v1/audio/speech", "{\"model\":\"gpt\",\"input\":\"hi\"}")
                .body())
        .isEqualTo(sound);
    assertThat(
            gateway
                .client()
                .post(
                    "/v1/audio/transcriptions",
                    form,
                    "content-type",
                    "multipart/form-data; boundary=b")
                .text())
        .isEqualTo(form.replace("alias", "gpt-2026-01-01"));
    try (EventStream stream =
        gateway.client().stream("/v1/responses", "{\"model\":\"gpt\",\"stream\":true}")) {
      assertThat(stream.rest()).hasSize(2);
      assertThat(stream.received())
          .isEqualTo(bytes("data: {\"type\":\"response.created\"}\n\ndata: {\"x\":1e400}\n\n"));
    }
  }

  @Test
  void passesOperationsOnThatNameNoModel() throws Exception {
    upstream.on("/v1/files", Reply.echo());
    upstream.on("/v1/files/f-1", Reply.json("{\"id\":\"f-1\"}"));

    assertThat(
            gateway
                .client()
                .post("/v1/files", "binary", "content-type", "application/octet-stream")
                .text())
        .isEqualTo("binary");
    assertThat(gateway.client().get("/v1/files/f-1").text()).isEqualTo("{\"id\":\"f-1\"}");
  }

  @Test
  void keepsRetryAfterOfALimitedUpstream() throws Exception {
    String error = "{\"error\":{\"message\":\"slow\",\"type\":\"requests\",\"code\":\"rate\"}}";
    upstream.next(Reply.json(error).status(429).header("retry-after", "7"));

    Received answer = gateway.client().post(CHAT, ask("gpt", false));

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.text()).isEqualTo(error);
    assertThat(answer.headers().value("retry-after")).isEqualTo("7");
    assertThat(gateway.record(answer.requestId()).outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
  }

  @Test
  void passesErrorsOfTheRequestOnWithoutTryingAgain() throws Exception {
    String error = "{\"error\":{\"message\":\"bad\",\"type\":\"invalid_request_error\"}}";
    upstream.next(Reply.json(error).status(400));

    Received answer = gateway.client().post(CHAT, ask("safe", true));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).isEqualTo(error);
    assertThat(spare.requests()).isEmpty();
  }

  @Test
  void fallsBackBeforeTheFirstContent() throws Exception {
    String role =
        "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}";
    Reply good = Reply.sse(role, chunk("spare"), FINISH, "[DONE]");
    for (Reply bad :
        new Reply[] {
          Reply.json("{}").status(500),
          Reply.hangUp(),
          Reply.raw(bytes("garbage\r\n\r\n")),
          Reply.sse(role, chunk("x")).cutAfter(role.length() + 8),
          Reply.sse("{\"error\":{\"message\":\"no\"}}"),
        }) {
      upstream.next(bad, bad);
      spare.next(good);
      try (EventStream stream = gateway.client().stream(CHAT, ask("safe", true))) {
        stream.rest();
        assertThat(stream.received()).isEqualTo(good.body());
        assertThat(gateway.record(stream.requestId()).decision().attempts()).hasSize(2);
      }
    }
  }

  @Test
  void showsACutStreamAsCut() throws Exception {
    upstream.next(Reply.sse(chunk("a"), chunk("b")).cutAfter(chunk("a").length() + 20));

    assertBreaks("upstream_cut");
  }

  @Test
  void showsAStalledStreamAsStalled() throws Exception {
    upstream.next(Reply.sse(chunk("a"), chunk("b")).stallAfter(chunk("a").length() + 20));

    assertBreaks("upstream_stalled");
  }

  private void assertBreaks(String code) throws Exception {
    try (EventStream stream = gateway.client().stream(CHAT, ask("gpt", true))) {
      StreamEvent first = stream.next();
      assertThat(first).isNotNull();
      assertThat(first.raw()).isEqualTo(bytes("data: " + chunk("a") + "\n\n"));
      StreamEvent error = stream.next();
      assertThat(error).isNotNull();
      assertThat(error.json().at("/error/code").stringValue()).isEqualTo(code);
      assertThatThrownBy(stream::rest).isInstanceOf(IOException.class);
      assertThat(new String(stream.received(), StandardCharsets.UTF_8)).doesNotContain("[DONE]");
      assertThat(gateway.record(stream.requestId()).outcome()).isEqualTo(Outcome.TRUNCATED);
    }
  }

  @Test
  void answersForAnUpstreamThatSendsGarbage() throws Exception {
    upstream.next(Reply.raw(bytes("garbage\r\n\r\n")));

    Received answer = gateway.client().post(CHAT, ask("gpt", false));

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.json().at("/error/code").stringValue()).isEqualTo("upstream_malformed");
    assertThat(answer.json().at("/error/type").stringValue()).isEqualTo("server_error");
  }

  @Test
  void answersForAnUpstreamThatRefuses() throws Exception {
    upstream.refuse();

    Received answer = gateway.client().post(CHAT, ask("gpt", false));

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.json().at("/error/code").stringValue()).isEqualTo("upstream_unreachable");
  }

  @Test
  void stopsTheUpstreamWhenTheClientLeavesInTheMiddle() throws Exception {
    upstream.next(Reply.sse(chunk("a"), chunk("b")).pause(Duration.ofSeconds(60)));
    String id;
    try (EventStream stream = gateway.client().stream(CHAT, ask("gpt", true))) {
      assertThat(stream.next()).isNotNull();
      id = stream.requestId();
    }

    assertThat(upstream.take().awaitAbort(Duration.ofSeconds(1))).isTrue();
    assertThat(gateway.record(id).outcome()).isEqualTo(Outcome.CLIENT_CANCELLED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"gpt\",\"messages\":[",
        "{\"model\":\"gpt\",\"model\":\"gpt\",\"messages\":[]}",
        ""
      })
  void refusesMalformedJsonWithoutAskingTheUpstream(String body) throws Exception {
    Received answer = gateway.client().post(CHAT, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/code").stringValue()).isEqualTo("malformed_json");
    assertThat(upstream.requests()).isEmpty();
    assertThat(gateway.record(answer.requestId()).outcome()).isEqualTo(Outcome.REJECTED);
  }

  @Test
  void tellsWhatIsWrongInTheShapeOfTheProtocol() throws Exception {
    Received missing = gateway.client().post(CHAT, "{\"messages\":[]}");
    assertThat(missing.json().at("/error/param").stringValue()).isEqualTo("model");
    assertThat(missing.json().at("/error/code").stringValue()).isEqualTo("model_required");

    Received unknown = gateway.client().post(CHAT, ask("none", false));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().at("/error/code").stringValue()).isEqualTo("model_not_found");

    assertThat(gateway.client().get(CHAT).status()).isEqualTo(405);
    assertThat(gateway.client().post(CHAT, "a=b", "content-type", "text/plain").status())
        .isEqualTo(415);
  }

  private static String ask(String model, boolean stream) {
    return "{\"model\":\""
        + model
        + "\",\"stream\":"
        + stream
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  }

  private static String chunk(String text) {
    return "{\"model\":\"gpt-2026\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
        + text
        + "\"},\"finish_reason\":null}]}";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
