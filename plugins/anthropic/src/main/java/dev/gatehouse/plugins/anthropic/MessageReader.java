package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.ai.TextMapper;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.ProblemException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads whole answers: messages and counts of tokens.
final class MessageReader {
  private MessageReader() {}

  /// Returns what the answer says; empty when it is none of the known kinds or malformed.
  static Optional<AiAnswer> read(Operation operation, byte[] bytes) {
    if (!AnthropicProtocol.understands(operation)) {
      return Optional.empty();
    }
    JsonNode answer;
    try {
      answer = Json.parse(bytes);
    } catch (ProblemException malformed) {
      return Optional.empty();
    }
    return operation.equals(Operation.CHAT) ? message(answer) : count(answer);
  }

  /// Returns a message with other text in its text blocks; the same bytes when none changes.
  static byte[] mapText(byte[] bytes, TextMapper mapper) {
    JsonNode message;
    try {
      message = Json.parse(bytes);
    } catch (ProblemException malformed) {
      return bytes;
    }
    boolean changed = false;
    for (JsonNode block : message.path("content")) {
      if (block instanceof ObjectNode object && Fields.textOrEmpty(block, "type").equals("text")) {
        String text = Fields.textOrEmpty(block, "text");
        String mapped = mapper.map(0, text);
        if (!mapped.equals(text)) {
          object.put("text", mapped);
          changed = true;
        }
      }
    }
    return changed ? Json.write(message) : bytes;
  }

  private static Optional<AiAnswer> message(JsonNode message) {
    if (!message.path("content").isArray()) {
      return Optional.empty();
    }
    String reason = Fields.text(message, "stop_reason");
    return Optional.of(
        new AiAnswer.Whole(
            Fields.textOrEmpty(message, "model"),
            BlockReader.parts(message.path("content")),
            reason == null ? null : StopReason.neutral(reason),
            UsageShape.read(message.path("usage"))));
  }

  private static Optional<AiAnswer> count(JsonNode answer) {
    return answer.path("input_tokens").isIntegralNumber()
        ? Optional.of(new AiAnswer.TokenCount(Fields.count(answer, "input_tokens")))
        : Optional.empty();
  }
}
