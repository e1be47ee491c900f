package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes whole answers that did not come in this protocol.
final class MessageWriter {
  private MessageWriter() {}

  static byte[] message(AiAnswer.Whole answer) {
    ObjectNode root = head(answer.model(), answer.usage());
    ArrayNode content = (ArrayNode) root.path("content");
    for (Part part : answer.parts()) {
      addBlock(content, part);
    }
    root.put("stop_reason", StopReason.own(answer.finishReason()));
    return Json.write(root);
  }

  static byte[] count(AiAnswer.TokenCount count) {
    return Json.write(JsonNodeFactory.instance.objectNode().put("input_tokens", count.input()));
  }

  /// Returns a message without content and without a reason to stop.
  static ObjectNode head(String model, @Nullable Usage usage) {
    ObjectNode root =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", "msg_" + UUID.randomUUID().toString().replace("-", ""))
            .put("type", "message")
            .put("role", "assistant")
            .put("model", model);
    root.putArray("content");
    root.putNull("stop_reason").putNull("stop_sequence");
    root.set("usage", UsageShape.write(usage));
    return root;
  }

  private static void addBlock(ArrayNode content, Part part) {
    String text = part.text() == null ? "" : part.text();
    switch (part.kind()) {
      case TEXT, REFUSAL -> content.addObject().put("type", "text").put("text", text);
      case REASONING ->
          // the signature is what makes thinking usable later; a provider of another kind has none
          content.addObject().put("type", "thinking").put("thinking", text).put("signature", "");
      case TOOL_CALL -> {
        ObjectNode call =
            content
                .addObject()
                .put("type", "tool_use")
                .put("id", part.callId() == null ? newCallId() : part.callId())
                .put("name", part.name() == null ? "" : part.name());
        call.set("input", input(text));
      }
      default -> {
        // no other kind is an answer that this protocol could tell
      }
    }
  }

  static String newCallId() {
    return "toolu_" + UUID.randomUUID().toString().replace("-", "");
  }

  /// Reads the arguments of a call, which this protocol has as an object.
  private static JsonNode input(String arguments) {
    if (arguments.isBlank()) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      JsonNode input = Json.parse(arguments.getBytes(StandardCharsets.UTF_8));
      if (input.isObject()) {
        return input;
      }
    } catch (ProblemException malformed) {
      // told below, as the provider's fault and not the client's
    }
    throw new ProblemException(
        Problem.of(
            502,
            "upstream_malformed",
            "The model called a tool with arguments that are no JSON object, which this protocol"
                + " cannot tell. Ask again."));
  }
}
