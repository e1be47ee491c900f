package dev.gatehouse.dist.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.testkit.Reply;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A protocol, as clients and as upstreams speak it. Answers have white space where no program
/// would put it, so that whatever writes them anew is seen.
enum Side {
  OPENAI(
      "/v1/chat/completions",
      "{ \"model\" :\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},\"finish_reason\":\"stop\"}]}",
      "\"finish_reason\":\"stop\"",
      "[DONE]") {
    @Override
    List<String> events() {
      String word =
          "data: { \"model\" :\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"}}]}\n\n";
      String finish =
          "data: { \"model\" :\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
      return List.of(word, word, finish, "data: [DONE]\n\n");
    }

    @Override
    int before() {
      return 0;
    }

    @Override
    void assertProblem(String text, String code) {
      JsonNode error = Json.parse(text.getBytes(UTF_8)).path("error");
      assertThat(error.path("code").stringValue()).isEqualTo(code);
      assertThat(error.path("message").stringValue()).isNotBlank();
      assertThat(error.path("type").stringValue()).isNotBlank();
    }

    @Override
    void assertEnds(String stream, String code) {
      assertThat(stream.strip()).endsWith("}}");
      assertThat(stream).contains("\"code\":\"" + code + "\"");
    }
  },
  ANTHROPIC(
      "/v1/messages",
      "{ \"type\" :\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"%s\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}",
      "event: content_block_stop",
      "event: message_stop") {
    @Override
    List<String> events() {
      String word =
          event(
              "content_block_delta",
              "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"word \"}");
      return List.of(
          event(
              "message_start",
              "\"message\":{\"id\":\"m\",\"model\":\"m\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}"),
          event(
              "content_block_start",
              "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"),
          word,
          word,
          event("content_block_stop", "\"index\":0"),
          event(
              "message_delta",
              "\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":5}"),
          event("message_stop", "\"x\":0"));
    }

    private static String event(String type, String more) {
      return "event: %1$s\ndata: { \"type\" :\"%1$s\",%2$s}\n\n".formatted(type, more);
    }

    @Override
    int before() {
      return 2;
    }

    @Override
    void assertProblem(String text, String code) {
      JsonNode answer = Json.parse(text.getBytes(UTF_8));
      assertThat(answer.path("type").stringValue()).isEqualTo("error");
      assertThat(answer.at("/error/type").stringValue()).isNotBlank();
      assertThat(answer.at("/error/message").stringValue()).isNotBlank();
    }

    @Override
    void assertEnds(String stream, String code) {
      String last = stream.substring(stream.lastIndexOf("event: "));
      assertThat(last).startsWith("event: error\n");
      assertProblem(last.substring(last.indexOf("data: ") + 6), code);
    }
  };

  private final String path;
  private final String whole;
  private final String textEnd;
  private final String endMarker;

  Side(String path, String whole, String textEnd, String endMarker) {
    this.path = path;
    this.whole = whole;
    this.textEnd = textEnd;
    this.endMarker = endMarker;
  }

  /// Returns the events of a stream of two words.
  abstract List<String> events();

  /// Returns how many events come before the first word.
  abstract int before();

  /// Checks that a whole answer tells of a problem in the shape of this protocol.
  abstract void assertProblem(String text, String code);

  /// Checks that a stream ends with the error event of this protocol, unaltered.
  abstract void assertEnds(String stream, String code);

  String type() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  String path() {
    return path;
  }

  /// Returns what is in the first event after which a stream may have no more text.
  String textEnd() {
    return textEnd;
  }

  /// Returns what is only in streams that are whole.
  String endMarker() {
    return endMarker;
  }

  String ask(boolean stream) {
    return "{ \"model\" :\"m\",\"stream\":"
        + stream
        + ",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  }

  Reply whole(String text) {
    return Reply.json(whole.formatted(text));
  }

  Reply stream() {
    return Reply.bytes("text/event-stream", String.join("", events()).getBytes(UTF_8));
  }

  Reply good(boolean stream) {
    return stream ? stream() : whole("yes");
  }

  /// Returns how many bytes of a stream there are up to its first word.
  int begun() {
    return String.join("", events().subList(0, before() + 1)).getBytes(UTF_8).length;
  }
}
