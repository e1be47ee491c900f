package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.TextMapper;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.stream.EventDecoder;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the events of streamed chats and completions.
enum ChunkReader implements EventDecoder {
  /// The only one: it keeps nothing.
  CHUNKS;

  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FINISH = {
    'f', 'i', 'n', 'i', 's', 'h', '_', 'r', 'e', 'a', 's', 'o', 'n', '"'
  };
  private static final byte[] USAGE = {'u', 's', 'a', 'g', 'e', '"'};
  private static final byte[] ERROR = {'e', 'r', 'r', 'o', 'r', '"'};

  @Override
  public List<AiDelta> decode(StreamEvent event) {
    byte[] data = event.data();
    if (data.length == 0 || data[0] != '{') {
      return List.of();
    }
    JsonNode chunk;
    try {
      chunk = event.json();
    } catch (ProblemException malformed) {
      return List.of();
    }
    JsonNode error = ConversationReader.present(chunk, "error");
    if (!error.isMissingNode()) {
      return List.of(AiDelta.error(ErrorShape.read(error, -1, -1)));
    }
    List<AiDelta> steps = new ArrayList<>(2);
    for (JsonNode choice : chunk.path("choices")) {
      readChoice(chunk, choice, steps);
    }
    Usage usage = UsageReader.read(chunk.path("usage"));
    if (usage != null) {
      steps.add(AiDelta.usage(usage));
    }
    return steps;
  }

  private static void readChoice(JsonNode chunk, JsonNode choice, List<AiDelta> steps) {
    int index = choice.path("index").asInt(0);
    JsonNode delta = choice.path("delta");
    String model = ConversationReader.text(chunk, "model");
    String text = ConversationReader.text(choice, "text");
    if (model != null && (delta.has("role") || text != null)) {
      steps.add(AiDelta.start(model));
    }
    add(steps, index, text);
    String reasoning = ConversationReader.reasoning(delta);
    if (reasoning != null) {
      steps.add(AiDelta.reasoning(index, reasoning));
    }
    add(steps, index, ConversationReader.text(delta, "content"));
    add(steps, index, ConversationReader.text(delta, "refusal"));
    add(steps, index, ConversationReader.text(delta.path("audio"), "transcript"));
    for (JsonNode call : delta.path("tool_calls")) {
      JsonNode function = call.path("function");
      steps.add(
          AiDelta.toolCall(
              call.path("index").asInt(0),
              ConversationReader.text(call, "id"),
              ConversationReader.text(function, "name"),
              function.path("arguments").asString("")));
    }
    JsonNode legacyCall = delta.path("function_call");
    if (legacyCall.isObject()) {
      steps.add(
          AiDelta.toolCall(
              0,
              null,
              ConversationReader.text(legacyCall, "name"),
              legacyCall.path("arguments").asString("")));
    }
    String finish = ConversationReader.text(choice, "finish_reason");
    if (finish != null) {
      steps.add(AiDelta.finish(index, finish));
    }
  }

  private static void add(List<AiDelta> steps, int index, @Nullable String text) {
    if (text != null) {
      steps.add(AiDelta.text(index, text));
    }
  }

  @Override
  public StreamEvent mapText(StreamEvent event, TextMapper mapper) {
    return event.deltas().stream().anyMatch(delta -> delta.kind() == AiDelta.Kind.TEXT)
        ? ChoiceText.inChunk(event, mapper)
        : event;
  }

  @Override
  public boolean ends(StreamEvent event) {
    return Arrays.equals(event.data(), DONE);
  }

  /// Looks for a usage or finish reason that is not null, or an error. Quotation marks inside texts
  /// are escaped, so a text that talks about usage does not look like one.
  @Override
  public boolean settles(StreamEvent event) {
    byte[] raw = event.raw();
    for (int i = 0; i + 1 < raw.length; i++) {
      if (raw[i] != '"') {
        continue;
      }
      byte next = raw[i + 1];
      if (next == 'f' && named(raw, i + 1, FINISH) && valued(raw, i + 1 + FINISH.length)) {
        return true;
      }
      if (next == 'u' && named(raw, i + 1, USAGE) && valued(raw, i + 1 + USAGE.length)) {
        return true;
      }
      if (next == 'e' && named(raw, i + 1, ERROR) && valued(raw, i + 1 + ERROR.length)) {
        return true;
      }
    }
    return false;
  }

  /// Returns whether the event carries a usage; cheap.
  static boolean tellsUsage(byte[] raw) {
    for (int i = 0; i + 1 < raw.length; i++) {
      if (raw[i] == '"' && named(raw, i + 1, USAGE) && valued(raw, i + 1 + USAGE.length)) {
        return true;
      }
    }
    return false;
  }

  private static boolean named(byte[] raw, int from, byte[] name) {
    if (from + name.length > raw.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (raw[from + i] != name[i]) {
        return false;
      }
    }
    return true;
  }

  /// Returns whether a colon and something other than null follow.
  private static boolean valued(byte[] raw, int from) {
    boolean colon = false;
    for (int i = from; i < raw.length; i++) {
      byte b = raw[i];
      if (b == ':' && !colon) {
        colon = true;
      } else if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
        return colon && b != 'n';
      }
    }
    return false;
  }
}
