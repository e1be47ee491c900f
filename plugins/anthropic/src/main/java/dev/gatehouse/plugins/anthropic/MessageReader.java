package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.ProblemException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

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
