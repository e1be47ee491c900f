package dev.gatehouse.plugins.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.protocol.ModelInfo;
import dev.gatehouse.sdk.protocol.StreamEncoder;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenAiProtocolTest {
  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
  private final OpenAiProtocol protocol = Requests.PROTOCOL;

  @Test
  void claimsWhatIsBelowV1() {
    assertThat(protocol.matches(Requests.head("GET", "/v1/anything"))).isTrue();
    assertThat(protocol.matches(Requests.head("GET", "/v1beta/models"))).isFalse();
    assertThat(protocol.matches(Requests.head("GET", "/"))).isFalse();
  }

  @Test
  void readsBackTheWholeAnswerItWrites() throws IOException {
    AiRequest request = Requests.chat("{\"model\":\"m\"," + MESSAGES + "}");
    AiAnswer.Whole answer =
        new AiAnswer.Whole(
            "m-1",
            List.of(
                new Part(Part.Kind.REASONING, "hm", null, null, null, null, null),
                Part.text("Hello"),
                new Part(Part.Kind.TOOL_CALL, "{\"a\":1}", "f", "call_1", null, null, null)),
            "tool_calls",
            Usage.of(3, 5));

    Answer written = protocol.write(request, answer);
    AiAnswer.Whole read =
        (AiAnswer.Whole) protocol.readAnswer(request, written.body()).orElseThrow();

    assertThat(written.status()).isEqualTo(200);
    assertThat(read.model()).isEqualTo("m-1");
    assertThat(read.finishReason()).isEqualTo("tool_calls");
    assertThat(read.parts()).extracting(Part::text).containsExactly("hm", "Hello", "{\"a\":1}");
    assertThat(read.parts().getLast().callId()).isEqualTo("call_1");
    assertThat(read.usage()).isNotNull();
    assertThat(read.usage().total()).isEqualTo(8);
    JsonNode message = written.body().json().at("/choices/0/message");
    assertThat(message.path("role").stringValue()).isEqualTo("assistant");
    assertThat(written.body().json().path("object").stringValue()).isEqualTo("chat.completion");
  }

  @Test
  void writesNullContentBesideToolCallsAlone() throws IOException {
    Answer written =
        protocol.write(
            Requests.chat("{\"model\":\"m\"," + MESSAGES + "}"),
            new AiAnswer.Whole(
                "m",
                List.of(new Part(Part.Kind.TOOL_CALL, "{}", "f", null, null, null, null)),
                "tool_calls",
                null));

    JsonNode message = written.body().json().at("/choices/0/message");
    assertThat(message.path("content").isNull()).isTrue();
    assertThat(message.at("/tool_calls/0/id").stringValue()).isEqualTo("call_1");
    assertThat(written.body().json().has("usage")).isFalse();
  }

  @Test
  void writesTextCompletions() throws IOException {
    AiRequest request = Requests.post("/v1/completions", "{\"model\":\"m\",\"prompt\":\"x\"}");

    Answer written =
        protocol.write(request, new AiAnswer.Whole("m", List.of(Part.text("y")), null, null));

    assertThat(written.body().json().path("object").stringValue()).isEqualTo("text_completion");
    assertThat(written.body().json().at("/choices/0/text").stringValue()).isEqualTo("y");
    assertThat(protocol.readAnswer(request, written.body())).isPresent();
  }

  @Test
  void writesVectorsAsNumbersAndAsBase64() throws IOException {
    AiAnswer.Embeddings vectors =
        new AiAnswer.Embeddings(
            "e", List.of(new float[] {0.5f, -1.25f}, new float[] {1f, 0.1f}), Usage.of(2, 0));

    for (String format : List.of("", ",\"encoding_format\":\"base64\"")) {
      AiRequest request =
          Requests.post(
              "/v1/embeddings", "{\"model\":\"e\",\"input\":[\"a\",\"b\"]" + format + "}");
      Body written = protocol.write(request, vectors).body();
      AiAnswer.Embeddings read =
          (AiAnswer.Embeddings)
              AnswerReader.read(Endpoint.EMBEDDINGS, written.bytes(), true).orElseThrow();

      assertThat(read.vectors()).usingRecursiveComparison().isEqualTo(vectors.vectors());
      assertThat(read.usage()).isNotNull();
      assertThat(read.usage().input()).isEqualTo(2);
      assertThat(written.json().at("/data/1/index").intValue()).isEqualTo(1);
      assertThat(written.json().at("/data/0/embedding").isString()).isEqualTo(!format.isEmpty());
    }
  }

  @Test
  void readsNoAnswerOutOfOtherBodies() throws IOException {
    AiRequest chat = Requests.chat("{\"model\":\"m\"," + MESSAGES + "}");
    AiRequest other = Requests.post("/v1/responses", "{\"model\":\"m\"}");

    assertThat(protocol.readAnswer(chat, Body.of(Requests.bytes("{\"object\":\"x\"}")))).isEmpty();
    assertThat(protocol.readAnswer(chat, Body.of(Requests.bytes("<html>")))).isEmpty();
    assertThat(protocol.readAnswer(other, Body.of(Requests.bytes("{\"choices\":[]}")))).isEmpty();
  }

  @Test
  void writesAStreamThatReadsBackTheSame() throws IOException {
    List<AiDelta> steps =
        List.of(
            AiDelta.start("m-1"),
            AiDelta.reasoning(0, "hm"),
            AiDelta.text(0, "Zwölf \"x\"\n"),
            AiDelta.toolCall(0, "c", "f", ""),
            AiDelta.toolCall(0, null, null, "{}"),
            AiDelta.finish(0, "stop"),
            AiDelta.usage(Usage.of(3, 5)));

    List<StreamEvent> events = encode("\"stream_options\":{\"include_usage\":true}", steps);

    List<AiDelta> read = new ArrayList<>();
    events.forEach(event -> read.addAll(event.deltas()));
    assertThat(read.subList(0, 6)).isEqualTo(steps.subList(0, 6));
    Usage usage = read.getLast().usage();
    assertThat(usage).isNotNull();
    assertThat(usage.total()).isEqualTo(8);
    assertThat(new String(events.getLast().raw(), StandardCharsets.UTF_8))
        .isEqualTo("data: [DONE]\n\n");
    assertThat(events.getFirst().json().path("usage").isNull()).isTrue();
    assertThat(events.get(events.size() - 2).json().path("choices").isEmpty()).isTrue();
    assertThat(events.subList(0, events.size() - 1))
        .extracting(event -> event.json().path("id").stringValue())
        .containsOnly(events.getFirst().json().path("id").stringValue());
  }

  @Test
  void announcesTheRoleEvenIfTheAnswerDoesNot() throws IOException {
    List<StreamEvent> events = encode("\"n\":1", List.of(AiDelta.text(0, "x")));

    assertThat(events.getFirst().deltas()).containsExactly(AiDelta.start("m"));
    assertThat(events.getFirst().json().has("usage")).isFalse();
    assertThat(events).hasSize(3);
  }

  private List<StreamEvent> encode(String option, List<AiDelta> steps) throws IOException {
    StreamEncoder encoder =
        protocol.encoder(
            Requests.chat("{\"model\":\"m\",\"stream\":true," + option + "," + MESSAGES + "}"));
    List<StreamEvent> events = new ArrayList<>();
    steps.forEach(step -> events.addAll(encoder.encode(step)));
    events.addAll(encoder.end());
    return events;
  }

  @Test
  void hidesUsageOnlyFromClientsThatDidNotAsk() throws IOException {
    assertThat(
            protocol.forClient(
                Requests.chat(
                    "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                        + MESSAGES
                        + "}")))
        .isNull();
    assertThat(protocol.forClient(Requests.post("/v1/responses", "{\"model\":\"m\"}"))).isNull();
    assertThat(
            protocol.forClient(Requests.chat("{\"model\":\"m\",\"stream\":true," + MESSAGES + "}")))
        .isSameAs(UsageHider.HIDER);
  }

  @Test
  void listsModels() throws IOException {
    List<ModelInfo> models =
        List.of(
            new ModelInfo("chat", "openai", Instant.ofEpochSecond(7)),
            new ModelInfo("a/b c", "local", Instant.EPOCH));

    JsonNode list = protocol.models(Requests.head("GET", "/v1/models"), models).body().json();
    assertThat(list.path("data")).hasSize(2);
    assertThat(list.at("/data/0/created").longValue()).isEqualTo(7);
    assertThat(list.at("/data/0/owned_by").stringValue()).isEqualTo("openai");
    assertThat(
            protocol
                .models(Requests.head("GET", "/v1/models/a%2Fb%20c"), models)
                .body()
                .json()
                .path("id")
                .stringValue())
        .isEqualTo("a/b c");
    Answer unknown = protocol.models(Requests.head("GET", "/v1/models/none"), models);
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body().json().at("/error/code").stringValue()).isEqualTo("model_not_found");
  }

  @Test
  void tellsProblemsInItsShape() throws IOException {
    Answer limited =
        protocol.problem(Problem.of(429, "rate_limited", "Slow down.").retryAfter(7), "id");

    assertThat(limited.status()).isEqualTo(429);
    assertThat(limited.headers().value("retry-after")).isEqualTo("7");
    assertThat(new String(limited.body().bytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"error\":{\"message\":\"Slow down.\",\"type\":\"rate_limit_error\",\"param\":null,"
                + "\"code\":\"rate_limited\"}}");
    assertThat(type(401)).isEqualTo("invalid_request_error");
    assertThat(type(404)).isEqualTo("invalid_request_error");
    assertThat(type(503)).isEqualTo("server_error");
    StreamEvent event = protocol.problemEvent(Problem.of(502, "upstream_cut", "Cut."), "id");
    assertThat(event.json().at("/error/code").stringValue()).isEqualTo("upstream_cut");
    assertThat(event.settles()).isTrue();
  }

  private String type(int status) throws IOException {
    return protocol
        .problem(Problem.of(status, "c", "d"), "id")
        .body()
        .json()
        .at("/error/type")
        .stringValue();
  }
}
