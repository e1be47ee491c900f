package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.http.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes whole answers that did not come in this protocol.
final class AnswerWriter {
  private AnswerWriter() {}

  /// @param created seconds since 1970
  static byte[] chat(AiAnswer.Whole answer, long created) {
    ObjectNode root = head("chatcmpl-", "chat.completion", answer.model(), created);
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    message.put("content", text(answer.parts(), Part.Kind.TEXT));
    message.put("refusal", text(answer.parts(), Part.Kind.REFUSAL));
    String reasoning = text(answer.parts(), Part.Kind.REASONING);
    if (reasoning != null) {
      message.put("reasoning_content", reasoning);
    }
    addToolCalls(message, answer.parts());
    choice.putNull("logprobs").put("finish_reason", finishReason(answer));
    addUsage(root, answer.usage(), true);
    return Json.write(root);
  }

  static byte[] completion(AiAnswer.Whole answer, long created) {
    ObjectNode root = head("cmpl-", "text_completion", answer.model(), created);
    String text = text(answer.parts(), Part.Kind.TEXT);
    root.putArray("choices")
        .addObject()
        .put("index", 0)
        .put("text", text == null ? "" : text)
        .putNull("logprobs")
        .put("finish_reason", finishReason(answer));
    addUsage(root, answer.usage(), true);
    return Json.write(root);
  }

  static byte[] embeddings(AiAnswer.Embeddings answer, boolean base64) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("object", "list");
    ArrayNode data = root.putArray("data");
    for (float[] vector : answer.vectors()) {
      ObjectNode item = data.addObject().put("object", "embedding").put("index", data.size() - 1);
      if (base64) {
        item.put("embedding", base64(vector));
      } else {
        ArrayNode numbers = item.putArray("embedding");
        for (float number : vector) {
          numbers.add(number);
        }
      }
    }
    root.put("model", answer.model());
    addUsage(root, answer.usage(), false);
    return Json.write(root);
  }

  /// Little-endian 32-bit floats, as clients of this protocol ask for by default.
  private static String base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /// Returns the fields that every answer and every chunk begins with.
  static ObjectNode head(String idPrefix, String object, String model, long created) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", idPrefix + UUID.randomUUID().toString().replace("-", ""))
        .put("object", object)
        .put("created", created)
        .put("model", model);
  }

  private static void addToolCalls(ObjectNode message, List<Part> parts) {
    ArrayNode calls = JsonNodeFactory.instance.arrayNode();
    for (Part part : parts) {
      if (part.kind() == Part.Kind.TOOL_CALL) {
        ObjectNode call = calls.addObject();
        call.put("id", part.callId() == null ? "call_" + calls.size() : part.callId());
        call.put("type", "function");
        call.putObject("function")
            .put("name", part.name())
            .put("arguments", part.text() == null ? "" : part.text());
      }
    }
    if (!calls.isEmpty()) {
      message.set("tool_calls", calls);
    }
  }

  private static void addUsage(ObjectNode root, @Nullable Usage usage, boolean withOutput) {
    if (usage != null) {
      root.set("usage", UsageReader.write(usage, withOutput));
    }
  }

  private static String finishReason(AiAnswer.Whole answer) {
    return answer.finishReason() == null ? "stop" : answer.finishReason();
  }

  private static @Nullable String text(List<Part> parts, Part.Kind kind) {
    StringBuilder joined = null;
    for (Part part : parts) {
      if (part.kind() == kind && part.text() != null) {
        joined = joined == null ? new StringBuilder() : joined;
        joined.append(part.text());
      }
    }
    return joined == null ? null : joined.toString();
  }
}
