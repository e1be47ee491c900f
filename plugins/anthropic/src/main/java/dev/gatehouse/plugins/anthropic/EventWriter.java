package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.protocol.StreamEncoder;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes one streamed answer as the events of a message: one block after the other, each of them
/// started and stopped.
///
/// Why the answer stops and what it used is told at its end, whenever the provider says it. Of
/// several choices the first is written: clients of this protocol cannot ask for more.
final class EventWriter implements StreamEncoder {
  private static final Problem MIXED =
      Problem.of(
          502,
          "upstream_malformed",
          "The provider mixed the arguments of several tool calls, which this protocol cannot tell."
              + " Ask again without a stream.");

  /// What the block that is open holds.
  private enum Open {
    NONE,
    TEXT,
    THINKING,
    CALL
  }

  private String model;
  private boolean started;
  private boolean failed;
  private Open open = Open.NONE;
  private int block = -1;
  private int call = -1;
  private @Nullable String callId;
  private @Nullable String finishReason;
  private @Nullable Usage usage;

  /// @param model the model's name until the answer tells it
  EventWriter(String model) {
    this.model = model;
  }

  @Override
  public List<StreamEvent> encode(AiDelta step) {
    List<StreamEvent> out = new ArrayList<>(3);
    if (failed) {
      return out;
    }
    switch (step.kind()) {
      case START -> {
        model = step.model() == null ? model : step.model();
        start(out);
      }
      case TEXT -> piece(step, Open.TEXT, "text", out);
      case REASONING -> piece(step, Open.THINKING, "thinking", out);
      case TOOL_CALL -> toolCall(step, out);
      case FINISH -> finishReason = step.index() == 0 ? step.finishReason() : finishReason;
      case USAGE -> {
        Usage counted = step.usage();
        if (counted != null) {
          usage = usage == null ? counted : usage.merge(counted);
        }
      }
      case ERROR -> fail(step.problem(), out);
      case BOUNDARY, OTHER -> {
        // nothing to tell
      }
    }
    return out;
  }

  @Override
  public List<StreamEvent> end() {
    List<StreamEvent> out = new ArrayList<>(4);
    if (failed) {
      return out;
    }
    start(out);
    closeBlock(out);
    ObjectNode last = typed("message_delta");
    last.putObject("delta")
        .put("stop_reason", StopReason.own(finishReason))
        .putNull("stop_sequence");
    last.set("usage", UsageShape.write(usage));
    out.add(event(last));
    out.add(event(typed("message_stop")));
    return out;
  }

  private void start(List<StreamEvent> out) {
    if (!started) {
      started = true;
      ObjectNode start = typed("message_start");
      start.set("message", MessageWriter.head(model, usage));
      out.add(event(start));
    }
  }

  private void piece(AiDelta step, Open kind, String field, List<StreamEvent> out) {
    String text = step.text();
    if (step.index() != 0 || text == null || text.isEmpty()) {
      return;
    }
    if (open != kind) {
      ObjectNode content = typed(field).put(field, "");
      if (kind == Open.THINKING) {
        content.put("signature", "");
      }
      openBlock(kind, content, out);
    }
    delta(typed(field + "_delta").put(field, text), out);
  }

  private void toolCall(AiDelta step, List<StreamEvent> out) {
    String id = step.toolCallId();
    // some servers give every call the same index, and then the id tells them apart
    boolean other = step.index() != call || (id != null && !id.equals(callId));
    boolean begins = step.toolName() != null && (open != Open.CALL || other);
    if (begins) {
      call = step.index();
      callId = id;
      ObjectNode content =
          typed("tool_use")
              .put("id", id == null ? MessageWriter.newCallId() : id)
              .put("name", step.toolName());
      content.putObject("input");
      openBlock(Open.CALL, content, out);
    } else if (open != Open.CALL || step.index() != call) {
      fail(MIXED, out);
      return;
    }
    String arguments = step.text();
    if (arguments != null && !arguments.isEmpty()) {
      delta(typed("input_json_delta").put("partial_json", arguments), out);
    }
  }

  private void openBlock(Open kind, ObjectNode content, List<StreamEvent> out) {
    start(out);
    closeBlock(out);
    open = kind;
    block++;
    ObjectNode begin = typed("content_block_start").put("index", block);
    begin.set("content_block", content);
    out.add(event(begin));
  }

  private void delta(ObjectNode delta, List<StreamEvent> out) {
    ObjectNode piece = typed("content_block_delta").put("index", block);
    piece.set("delta", delta);
    out.add(event(piece));
  }

  private void closeBlock(List<StreamEvent> out) {
    if (open != Open.NONE) {
      open = Open.NONE;
      out.add(event(typed("content_block_stop").put("index", block)));
    }
  }

  /// An answer that failed has no end: nothing may follow.
  private void fail(@Nullable Problem problem, List<StreamEvent> out) {
    if (problem != null) {
      failed = true;
      out.add(StreamEvent.of("error", ErrorShape.write(problem, null), EventReader.EVENTS));
    }
  }

  private static ObjectNode typed(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static StreamEvent event(ObjectNode data) {
    return StreamEvent.of(Fields.text(data, "type"), Json.write(data), EventReader.EVENTS);
  }
}
