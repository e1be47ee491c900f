package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.TextMapper;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.stream.EventDecoder;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the events of streamed messages. Events that say nothing new, such as `ping`, are steps of
/// kind `OTHER`: no content, and known to be none.
enum EventReader implements EventDecoder {
  /// The only one: it keeps nothing.
  EVENTS;

  private static final AiDelta NOTHING =
      new AiDelta(AiDelta.Kind.OTHER, 0, null, null, null, null, null, null, null);
  private static final AiDelta BOUNDARY =
      new AiDelta(AiDelta.Kind.BOUNDARY, 0, null, null, null, null, null, null, null);
  private static final byte[] EVENT = ascii("event:");
  private static final byte[] STOP = ascii("message_stop");
  private static final byte[][] UNSETTLING = {
    ascii("content_block_"), ascii("ping"), STOP,
  };

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public List<AiDelta> decode(StreamEvent event) {
    byte[] data = event.data();
    if (data.length == 0 || data[0] != '{') {
      return List.of();
    }
    JsonNode json;
    try {
      json = event.json();
    } catch (ProblemException malformed) {
      return List.of();
    }
    return switch (Fields.textOrEmpty(json, "type")) {
      case "message_start" -> start(json.path("message"));
      case "content_block_start" ->
          List.of(block(json.path("index").asInt(0), json.path("content_block")));
      case "content_block_delta" -> List.of(delta(json.path("index").asInt(0), json.path("delta")));
      case "message_delta" -> end(json);
      case "content_block_stop" -> List.of(BOUNDARY);
      case "message_stop", "ping" -> List.of(NOTHING);
      case "error" -> List.of(AiDelta.error(ErrorShape.read(json.path("error"), -1, -1)));
      default -> List.of();
    };
  }

  private static List<AiDelta> start(JsonNode message) {
    List<AiDelta> steps = new ArrayList<>(2);
    steps.add(AiDelta.start(Fields.textOrEmpty(message, "model")));
    Usage usage = UsageShape.read(message.path("usage"));
    if (usage != null) {
      steps.add(AiDelta.usage(usage));
    }
    return steps;
  }

  private static AiDelta block(int index, JsonNode block) {
    String type = Fields.textOrEmpty(block, "type");
    if (type.equals("tool_use")) {
      return AiDelta.toolCall(index, Fields.text(block, "id"), Fields.text(block, "name"), "");
    }
    String text = Fields.textOrEmpty(block, type.equals("thinking") ? "thinking" : "text");
    if (text.isEmpty()) {
      return BOUNDARY;
    }
    return type.equals("thinking") ? AiDelta.reasoning(0, text) : AiDelta.text(0, text);
  }

  private static AiDelta delta(int index, JsonNode delta) {
    return switch (Fields.textOrEmpty(delta, "type")) {
      case "text_delta" -> AiDelta.text(0, Fields.textOrEmpty(delta, "text"));
      case "thinking_delta" -> AiDelta.reasoning(0, Fields.textOrEmpty(delta, "thinking"));
      case "input_json_delta" ->
          AiDelta.toolCall(index, null, null, Fields.textOrEmpty(delta, "partial_json"));
      default -> NOTHING;
    };
  }

  private static List<AiDelta> end(JsonNode event) {
    List<AiDelta> steps = new ArrayList<>(2);
    String reason = Fields.text(event.path("delta"), "stop_reason");
    if (reason != null) {
      steps.add(AiDelta.finish(0, StopReason.neutral(reason)));
    }
    Usage usage = UsageShape.read(event.path("usage"));
    if (usage != null) {
      steps.add(AiDelta.usage(usage));
    }
    return steps.isEmpty() ? List.of(NOTHING) : steps;
  }

  @Override
  public StreamEvent mapText(StreamEvent event, TextMapper mapper) {
    if (event.deltas().stream().noneMatch(delta -> delta.kind() == AiDelta.Kind.TEXT)) {
      return event;
    }
    String inside =
        event.json().path("type").asString("").equals("content_block_start")
            ? "content_block"
            : "delta";
    String text = Fields.textOrEmpty(event.json().path(inside), "text");
    String mapped = mapper.map(0, text);
    if (mapped.equals(text)) {
      return event;
    }
    JsonNode copy = event.json().deepCopy();
    ((ObjectNode) copy.path(inside)).put("text", mapped);
    return event.withData(Json.write(copy));
  }

  /// Goes by the event's name, which Anthropic always puts first.
  @Override
  public boolean settles(StreamEvent event) {
    byte[] raw = event.raw();
    int name = nameAt(raw);
    if (name < 0) {
      return true;
    }
    for (byte[] unsettling : UNSETTLING) {
      if (stands(unsettling, raw, name)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean ends(StreamEvent event) {
    int name = nameAt(event.raw());
    return name < 0 ? event.name().equals("message_stop") : stands(STOP, event.raw(), name);
  }

  /// Returns where the name stands when it comes first, else -1.
  private static int nameAt(byte[] raw) {
    if (!stands(EVENT, raw, 0)) {
      return -1;
    }
    int at = EVENT.length;
    return at < raw.length && raw[at] == ' ' ? at + 1 : at;
  }

  private static boolean stands(byte[] wanted, byte[] raw, int at) {
    if (raw.length - at < wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (raw[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
