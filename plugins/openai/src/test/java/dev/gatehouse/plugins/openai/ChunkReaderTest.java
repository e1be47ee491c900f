package dev.gatehouse.plugins.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.sdk.stream.StreamSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkReaderTest {
  private static final String USAGE_CHUNK =
      "{\"id\":\"x\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4,"
          + "\"prompt_tokens_details\":{\"cached_tokens\":3,\"cache_write_tokens\":2},"
          + "\"completion_tokens_details\":{\"reasoning_tokens\":1}}}";

  @Test
  void readsRoleTextAndThinking() {
    assertThat(
            deltas(
                "{\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}"))
        .containsExactly(AiDelta.start("m"));
    assertThat(deltas("{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"Hé\"}}]}"))
        .containsExactly(AiDelta.text(1, "Hé"));
    assertThat(deltas("{\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}"))
        .containsExactly(AiDelta.reasoning(0, "hm"));
    assertThat(deltas("{\"choices\":[{\"delta\":{\"reasoning\":\"hm\"}}]}"))
        .containsExactly(AiDelta.reasoning(0, "hm"));
    assertThat(deltas("{\"model\":\"m\",\"choices\":[{\"index\":0,\"text\":\"old\"}]}"))
        .containsExactly(AiDelta.start("m"), AiDelta.text(0, "old"));
  }

  @Test
  void readsToolCallsInPieces() {
    assertThat(
            deltas(
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}}]}"))
        .containsExactly(AiDelta.toolCall(1, "c", "f", ""));
    assertThat(
            deltas(
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{\\\"a\"}}]}}]}"))
        .containsExactly(AiDelta.toolCall(1, null, null, "{\"a"));
  }

  @Test
  void readsTheEndAndTheUsage() {
    assertThat(deltas("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}]}"))
        .containsExactly(AiDelta.finish(0, "length"));
    Usage usage = deltas(USAGE_CHUNK).getFirst().usage();
    assertThat(usage).isNotNull();
    assertThat(usage.input()).isEqualTo(9);
    assertThat(usage.output()).isEqualTo(4);
    assertThat(usage.cachedInput()).isEqualTo(3);
    assertThat(usage.cacheWrite()).isEqualTo(2);
    assertThat(usage.reasoning()).isEqualTo(1);
    assertThat(usage.raw()).contains("\"cache_write_tokens\":2");
  }

  @Test
  void readsErrorsInsideTheStream() {
    Problem problem =
        deltas("{\"error\":{\"message\":\"busy\",\"type\":\"rate_limit_error\"}}")
            .getFirst()
            .problem();

    assertThat(problem).isEqualTo(Problem.of(429, "upstream_error", "busy"));
  }

  @Test
  void makesNothingOfWhatItDoesNotKnow() {
    assertThat(deltas("[DONE]")).isEmpty();
    assertThat(deltas("{\"cut")).isEmpty();
    assertThat(deltas("{\"choices\":7,\"usage\":\"x\"}")).isEmpty();
    assertThat(StreamEvent.raw(Requests.bytes(": ping\n\n"), ChunkReader.CHUNKS).deltas())
        .isEmpty();
  }

  @Test
  void findsWhatSettlesByTheBytes() {
    assertThat(settles("{\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}"))
        .isFalse();
    assertThat(settles("{\"choices\":[],\"usage\": null}")).isFalse();
    assertThat(
            settles(
                "{\"choices\":[{\"delta\":{\"content\":\"\\\"usage\\\": {1} \\\"error\\\":1\"}}]}"))
        .isFalse();
    assertThat(settles("{\"choices\":[{\"finish_reason\" : \"stop\"}]}")).isTrue();
    assertThat(settles(USAGE_CHUNK)).isTrue();
    assertThat(settles("{\"error\":{}}")).isTrue();
  }

  @Test
  void hidesNothingButTheChunkThatOnlyTellsUsage() throws IOException {
    List<StreamEvent> passed = new ArrayList<>();
    StreamSink sink =
        new StreamSink() {
          @Override
          public void emit(StreamEvent event) {
            passed.add(event);
          }

          @Override
          public void stop(Problem reason) {
            throw new AssertionError("stopped");
          }
        };
    StreamEvent withChoice =
        event("{\"choices\":[{\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1}}");
    StreamEvent done = event("[DONE]");
    StreamEvent broken = event("{\"choices\":[],\"usage\":{");

    for (StreamEvent each : List.of(withChoice, event(USAGE_CHUNK), broken, done)) {
      UsageHider.HIDER.onEvent(each, sink);
    }

    assertThat(passed).containsExactly(withChoice, broken, done);
  }

  private static StreamEvent event(String data) {
    return StreamEvent.of(null, Requests.bytes(data), ChunkReader.CHUNKS);
  }

  private static List<AiDelta> deltas(String data) {
    return event(data).deltas();
  }

  private static boolean settles(String data) {
    return event(data).settles();
  }
}
