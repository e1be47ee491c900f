package dev.gatehouse.plugins.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.ConfigRefused;
import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.Received;
import dev.gatehouse.testkit.ReceivedRequest;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The filter in a real gateway.
class TransformTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String ASK =
      "{ \"model\":\"m\", \"temperature\": 0.70, \"big\":12345678901234567890,"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}] }";
  private static final String ANSWER =
      "{\"id\":\"c\",\"choices\":[{\"message\":{\"content\":\"yes\"}}],\"secret\":1}";

  private final ScriptedUpstream upstream = ScriptedUpstream.start();

  @AfterEach
  void stop() {
    upstream.close();
  }

  private TestGateway gateway(String filter) {
    return TestGateway.of(
            """
            providers:
              up: { type: openai, base-url: "%s/v1" }
            models:
              m: { targets: [ { provider: up, model: m } ] }
              other: { targets: [ { provider: up, model: other } ] }
            filters:
              - transform: %s
            """
                .formatted(upstream.url(), filter),
            new OpenAiPlugin(),
            new TransformPlugin())
        .start();
  }

  @Test
  void leavesEveryByteAloneWhenThereIsNothingToEdit() throws Exception {
    upstream.next(Reply.json(ANSWER));
    try (TestGateway gateway = gateway("{}")) {
      Received answer = gateway.client().post(CHAT, ASK);

      assertThat(upstream.take().text()).isEqualTo(ASK);
      assertThat(answer.text()).isEqualTo(ANSWER);
    }
  }

  @Test
  void editsHeadersOfRequestAndAnswer() throws Exception {
    upstream.next(Reply.json(ANSWER).header("x-internal", "a").header("x-kept", "b"));
    try (TestGateway gateway =
        gateway(
            """
            { request: { set-headers: { x-team: search }, add-headers: { x-tag: two }, remove-headers: [ x-drop ] },
              response: { set-headers: { x-by: gatehouse }, remove-headers: [ X-Internal ] } }\
            """)) {
      Received answer =
          gateway.client().post(CHAT, ASK, "x-team", "forged", "x-tag", "one", "x-drop", "me");

      ReceivedRequest sent = upstream.take();
      assertThat(sent.headers().all("x-team")).containsExactly("search");
      assertThat(sent.headers().all("x-tag")).containsExactly("one", "two");
      assertThat(sent.headers().contains("x-drop")).isFalse();
      assertThat(sent.text()).isEqualTo(ASK);
      assertThat(answer.headers().value("x-by")).isEqualTo("gatehouse");
      assertThat(answer.headers().contains("x-internal")).isFalse();
      assertThat(answer.headers().value("x-kept")).isEqualTo("b");
      assertThat(answer.text()).isEqualTo(ANSWER);
    }
  }

  @Test
  void editsJsonAndKeepsWhatItDoesNotName() throws Exception {
    upstream.next(Reply.json(ANSWER));
    try (TestGateway gateway =
        gateway(
            """
            { request: { set: { /metadata/team: search, /messages/-: { role: user, content: bye } },
                         remove: [ /temperature ], merge: { max_tokens: 5 } },
              response: { remove: [ /secret ], set: { /choices/0/message/content: no } } }\
            """)) {
      Received answer = gateway.client().post(CHAT, ASK);

      ReceivedRequest sent = upstream.take();
      assertThat(sent.text()).contains("12345678901234567890").doesNotContain("temperature");
      assertThat(sent.text()).contains("\"metadata\":{\"team\":\"search\"}");
      assertThat(sent.text()).contains("\"content\":\"bye\"").contains("\"max_tokens\":5");
      assertThat(answer.text())
          .isEqualTo("{\"id\":\"c\",\"choices\":[{\"message\":{\"content\":\"no\"}}]}");
    }
  }

  @Test
  void putsASystemInstructionFirst() throws Exception {
    upstream.next(Reply.json(ANSWER));
    try (TestGateway gateway = gateway("{ system-prompt: Be brief. }")) {
      gateway.client().post(CHAT, ASK);

      assertThat(upstream.take().text())
          .contains(
              "\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\"");
    }
  }

  @Test
  void editsTheEventsOfAStreamAndLeavesItsEndAlone() throws Exception {
    String event =
        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}],\"obfuscation\":\"x\"}";
    upstream.next(Reply.sse(event, event, "[DONE]"));
    try (TestGateway gateway = gateway("{ events: { remove: [ /obfuscation ] } }");
        EventStream stream =
            gateway.client().stream(CHAT, ASK.replace("{ ", "{ \"stream\":true, "))) {
      stream.rest();

      assertThat(new String(stream.received(), StandardCharsets.UTF_8))
          .isEqualTo(
              "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n".repeat(2)
                  + "data: [DONE]\n\n");
    }
  }

  @Test
  void leavesEveryByteOfAStreamAloneWhenItsEventsAreNotEdited() throws Exception {
    byte[] events =
        ": ping\n\ndata:{ \"choices\" : [ ], \"n\":1e400 }\r\n\r\nevent: novel\ndata: no json\n\ndata: [DONE]\n\n"
            .getBytes(StandardCharsets.UTF_8);
    upstream.next(Reply.bytes("text/event-stream", events).split(7).header("x-internal", "a"));
    try (TestGateway gateway =
            gateway(
                "{ response: { set: { /a: 1 }, remove-headers: [ x-internal ], set-headers: { x-by: me } } }");
        EventStream stream =
            gateway.client().stream(CHAT, ASK.replace("{ ", "{ \"stream\":true, "))) {
      stream.rest();

      assertThat(stream.received()).isEqualTo(events);
      assertThat(stream.headers().value("x-by")).isEqualTo("me");
      assertThat(stream.headers().contains("x-internal")).isFalse();
    }
  }

  @Test
  void leavesEventsAloneThatHoldNoObject() throws Exception {
    byte[] events =
        ": ping\n\ndata: no json\n\ndata: [1]\n\ndata: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);
    upstream.next(Reply.bytes("text/event-stream", events));
    try (TestGateway gateway = gateway("{ events: { set: { /a: 1 } } }");
        EventStream stream =
            gateway.client().stream(CHAT, ASK.replace("{ ", "{ \"stream\":true, "))) {
      stream.rest();

      assertThat(stream.received()).isEqualTo(events);
    }
  }

  @Test
  void leavesAnAnswerAloneThatItCannotRead() throws Exception {
    byte[] sound = {0, (byte) 0xff, 13, 10};
    upstream.next(
        Reply.bytes("audio/mpeg", sound),
        Reply.bytes("application/json", sound).header("content-encoding", "gzip"));
    try (TestGateway gateway = gateway("{ response: { set: { /a: 1 } } }")) {
      assertThat(gateway.client().post(CHAT, ASK).body()).isEqualTo(sound);
      assertThat(gateway.client().post(CHAT, ASK).body()).isEqualTo(sound);
    }
  }

  @Test
  void editsErrorsOfTheUpstreamToo() throws Exception {
    upstream.next(Reply.json("{\"error\":{\"message\":\"m\",\"trace\":\"t\"}}").status(400));
    try (TestGateway gateway = gateway("{ response: { remove: [ /error/trace ] } }")) {
      Received answer = gateway.client().post(CHAT, ASK);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).isEqualTo("{\"error\":{\"message\":\"m\"}}");
    }
  }

  @Test
  void appliesToTheOperationsNamedOnly() throws Exception {
    upstream.next(Reply.json(ANSWER), Reply.json("{}"));
    try (TestGateway gateway =
        gateway("{ operations: [ embeddings ], request: { set-headers: { x-by: me } } }")) {
      gateway.client().post(CHAT, ASK);
      gateway.client().post("/v1/embeddings", "{\"model\":\"m\",\"input\":\"x\"}");

      assertThat(upstream.take().headers().contains("x-by")).isFalse();
      assertThat(upstream.take().headers().value("x-by")).isEqualTo("me");
    }
  }

  @Test
  void editsWhatPassesAPlainRoute() throws Exception {
    upstream.next(Reply.json(ANSWER));
    try (TestGateway gateway =
        TestGateway.of(
                """
                routes:
                  - id: plain
                    match: { path: /raw/** }
                    upstream: "%s"
                    filters: [ { transform: { request: { set: { /user: me } }, response: { remove: [ /secret ] } } } ]
                """
                    .formatted(upstream.url()),
                new OpenAiPlugin(),
                new TransformPlugin())
            .start()) {
      Received answer = gateway.client().post("/raw/x", "{\"a\":1}");

      assertThat(upstream.take().text()).isEqualTo("{\"a\":1,\"user\":\"me\"}");
      assertThat(answer.json().has("secret")).isFalse();
    }
  }

  @Test
  void appliesToTheModelsNamedOnly() throws Exception {
    upstream.next(Reply.json(ANSWER), Reply.json(ANSWER));
    try (TestGateway gateway =
        gateway("{ models: [ other ], request: { set: { /user: someone } } }")) {
      gateway.client().post(CHAT, ASK);
      gateway.client().post(CHAT, ASK.replace("\"m\"", "\"other\""));

      assertThat(upstream.take().text()).isEqualTo(ASK);
      assertThat(upstream.take().text()).contains("\"user\":\"someone\"");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          { request: { set-headers: { authorization: x } } }   | authorization cannot be edited
          { request: { remove-headers: [ Content-Length ] } }  | Content-Length cannot be edited
          { request: { set-headers: { "a b": x } } }           | is no name of a header field
          { response: { set: { no-slash: 1 } } }               | is no JSON Pointer
          { events: { merge: 3 } }                             | expected names with values
          { modles: [ m ] }                                    | modles: unknown key (did you mean
          """)
  void refusesWhatItCannotDo(String filter, String message) {
    assertThatThrownBy(() -> gateway(filter).close())
        .isInstanceOfSatisfying(
            ConfigRefused.class,
            refused -> assertThat(refused.problems().toString()).containsIgnoringCase(message));
  }
}
