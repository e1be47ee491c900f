package dev.gatehouse.plugins.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
  @Test
  void readsTheStartWithModelAndInput() {
    List<AiDelta> steps =
        read(
            "{\"type\":\"message_start\",\"message\":{\"model\":\"claude\",\"usage\":{\"input_tokens\":7,"
                + "\"cache_read_input_tokens\":2,\"cache_creation_input_tokens\":1,\"output_tokens\":1}}}");

    assertThat(steps).hasSize(2);
    assertThat(steps.getFirst()).isEqualTo(AiDelta.start("claude"));
    assertThat(steps.getLast().usage()).isNotNull();
    assertThat(steps.getLast().usage().input()).isEqualTo(10);
    assertThat(steps.getLast().usage().cachedInput()).isEqualTo(2);
    assertThat(steps.getLast().usage().cacheWrite()).isEqualTo(1);
  }

  @Test
  void readsContent() {
    assertThat(delta("{\"type\":\"text_delta\",\"text\":\"Zwölf\"}"))
        .containsExactly(AiDelta.text(0, "Zwölf"));
    assertThat(delta("{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}"))
        .containsExactly(AiDelta.reasoning(0, "hm"));
    assertThat(delta("{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\"}"))
        .containsExactly(AiDelta.toolCall(3, null, null, "{\"a"));
    assertThat(
            read(
                "{\"type\":\"content_block_start\",\"index\":3,\"content_block\":{\"type\":\"tool_use\","
                    + "\"id\":\"toolu_1\",\"name\":\"f\",\"input\":{}}}"))
        .containsExactly(AiDelta.toolCall(3, "toolu_1", "f", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, stop",
    "stop_sequence, stop",
    "pause_turn, stop",
    "max_tokens, length",
    "model_context_window_exceeded, length",
    "tool_use, tool_calls",
    "refusal, content_filter",
    "novel, novel"
  })
  void readsWhyItEnds(String reason, String neutral) {
    List<AiDelta> steps =
        read(
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""
                + reason
                + "\"},\"usage\":{\"output_tokens\":9}}");

    assertThat(steps.getFirst()).isEqualTo(AiDelta.finish(0, neutral));
    assertThat(steps.getLast().usage()).isNotNull();
    assertThat(steps.getLast().usage().output()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({"overloaded_error, 529", "rate_limit_error, 429", "api_error, 500", "novel, 502"})
  void readsFailures(String type, int status) {
    List<AiDelta> steps =
        read("{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"no\"}}");

    assertThat(steps).hasSize(1);
    assertThat(steps.getFirst().problem()).isNotNull();
    assertThat(steps.getFirst().problem().status()).isEqualTo(status);
    assertThat(steps.getFirst().problem().detail()).isEqualTo("no");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"ping\"}",
        "{\"type\":\"message_stop\"}",
        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"s\"}}"
      })
  void knowsWhatIsNoContent(String data) {
    assertThat(read(data)).hasSize(1);
    assertThat(read(data).getFirst().kind()).isEqualTo(AiDelta.Kind.OTHER);
    assertThat(Streams.of(data).settles()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"content_block_stop\",\"index\":0}",
        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"redacted_thinking\",\"data\":\"x\"}}"
      })
  void knowsWhereABlockBeginsAndEnds(String data) {
    assertThat(read(data)).hasSize(1);
    assertThat(read(data).getFirst().kind()).isEqualTo(AiDelta.Kind.BOUNDARY);
    assertThat(read(data).getFirst().content()).isFalse();
    assertThat(Streams.of(data).settles()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"type\":\"novel\"}", "{\"type\":", "[1]", "x"})
  void claimsNothingOfWhatItDoesNotKnow(String data) {
    assertThat(StreamEvent.of(null, data.getBytes(StandardCharsets.UTF_8), EventReader.EVENTS))
        .satisfies(event -> {
          assertThat(event.deltas()).isEmpty();
          assertThat(event.settles()).isTrue();
          assertThat(event.ends()).isFalse();
        });
  }

  @Test
  void knowsTheEnd() {
    assertThat(Streams.of("{\"type\":\"message_stop\"}").ends()).isTrue();
    assertThat(Streams.of("{\"type\":\"message_delta\"}").ends()).isFalse();
    assertThat(Streams.of("{\"type\":\"message_delta\"}").settles()).isTrue();
  }

  private static List<AiDelta> delta(String delta) {
    return read("{\"type\":\"content_block_delta\",\"index\":3,\"delta\":" + delta + "}");
  }

  private static List<AiDelta> read(String data) {
    return Streams.of(data).deltas();
  }
}
