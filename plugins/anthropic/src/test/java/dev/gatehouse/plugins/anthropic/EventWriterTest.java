package dev.gatehouse.plugins.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventWriterTest {
  private static final String USAGE =
      "\"usage\":{\"input_tokens\":%d,\"cache_creation_input_tokens\":%d,\"cache_read_input_tokens\":%d,\"output_tokens\":%d}";

  @Test
  void writesThinkingTextAndCallsAsBlocksOneAfterTheOther() {
    assertThat(
            written(
                AiDelta.start("m"),
                AiDelta.reasoning(0, "hm"),
                AiDelta.text(0, "Zw"),
                AiDelta.text(0, "ölf"),
                AiDelta.toolCall(0, "c1", "f", ""),
                AiDelta.toolCall(0, null, null, "{\"a\":"),
                AiDelta.toolCall(0, null, null, "1}"),
                AiDelta.toolCall(1, "c2", "g", "{}"),
                AiDelta.finish(0, "tool_calls"),
                AiDelta.usage(new Usage(10, 5, 3, 2, 0, null))))
        .isEqualTo(
            """
            message_start {"type":"message_start","message":{"id":"msg","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,%s}}
            content_block_start {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}
            content_block_delta {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}
            content_block_stop {"type":"content_block_stop","index":0}
            content_block_start {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}
            content_block_delta {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Zw"}}
            content_block_delta {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"ölf"}}
            content_block_stop {"type":"content_block_stop","index":1}
            content_block_start {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"c1","name":"f","input":{}}}
            content_block_delta {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"a\\":"}}
            content_block_delta {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"1}"}}
            content_block_stop {"type":"content_block_stop","index":2}
            content_block_start {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"c2","name":"g","input":{}}}
            content_block_delta {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{}"}}
            content_block_stop {"type":"content_block_stop","index":3}
            message_delta {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},%s}
            message_stop {"type":"message_stop"}
            """
                .formatted(USAGE.formatted(0, 0, 0, 0), USAGE.formatted(5, 2, 3, 5)));
  }

  @Test
  void writesAWholeMessageForAnAnswerWithoutContent() {
    assertThat(written())
        .containsSubsequence("message_start", "\"stop_reason\":null", "message_stop")
        .doesNotContain("content_block");
  }

  @Test
  void tellsCallsOfOneIndexApartByTheirIds() {
    assertThat(
            written(
                AiDelta.toolCall(0, "c1", "f", "{}"),
                AiDelta.toolCall(0, "c2", "f", "{}"),
                AiDelta.finish(0, "tool_calls")))
        .contains("\"id\":\"c1\"")
        .contains("\"id\":\"c2\"");
  }

  @Test
  void takesARepeatedNameForTheSameCall() {
    assertThat(
            written(AiDelta.toolCall(0, "c1", "f", "{"), AiDelta.toolCall(0, "c1", "f", "}"))
                .lines()
                .filter(line -> line.startsWith("content_block_start")))
        .hasSize(1);
  }

  @Test
  void writesNoEndAfterAFailure() {
    assertThat(
            written(
                AiDelta.text(0, "a"),
                AiDelta.error(Problem.of(529, "upstream_error", "busy")),
                AiDelta.text(0, "b")))
        .endsWith(
            "error {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\",\"code\":\"upstream_error\"}}\n");
  }

  @Test
  void failsWhenArgumentsOfCallsAreMixed() {
    assertThat(
            written(
                AiDelta.toolCall(0, "c1", "f", "{"),
                AiDelta.toolCall(1, "c2", "g", "{"),
                AiDelta.toolCall(0, null, null, "}")))
        .contains("error {")
        .contains("upstream_malformed")
        .doesNotContain("message_stop");
  }

  private static String written(AiDelta... steps) {
    EventWriter writer = new EventWriter("asked");
    List<StreamEvent> events = new ArrayList<>();
    for (AiDelta step : steps) {
      events.addAll(writer.encode(step));
    }
    events.addAll(writer.end());
    return Streams.shown(events);
  }
}
