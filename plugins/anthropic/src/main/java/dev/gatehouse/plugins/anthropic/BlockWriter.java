package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes parts of messages as content blocks. Empty texts are left out, because this API refuses
/// them; so is thinking, which it takes back with its own signature only.
final class BlockWriter {
  private BlockWriter() {}

  static void add(Message message, ArrayNode content) {
    boolean system = message.role().equals("system") || message.role().equals("developer");
    for (Part part : message.parts()) {
      if (system && part.kind() != Part.Kind.TEXT) {
        throw Untranslatable.field("messages", "Instructions may hold texts only.");
      }
      switch (part.kind()) {
        case TEXT, REFUSAL -> {
          if (part.text() != null && !part.text().isEmpty()) {
            content.addObject().put("type", "text").put("text", part.text());
          }
        }
        case REASONING -> {
          // see above
        }
        case IMAGE -> content.add(binary("image", part));
        case FILE -> content.add(document(part));
        case TOOL_CALL -> content.add(call(part));
        case TOOL_RESULT -> content.add(result(part));
        default ->
            throw Untranslatable.field(
                "messages",
                "It holds a part of type "
                    + type(part)
                    + "; those that can be translated are texts, pictures, PDF files, tool calls"
                    + " and their results.");
      }
    }
  }

  private static String type(Part part) {
    JsonNode raw = part.raw();
    String type = raw == null ? "" : Fields.textOrEmpty(raw, "type");
    return type.matches("[a-z_]{1,40}") ? type : part.kind().name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode binary(String type, Part part) {
    ObjectNode block = JsonNodeFactory.instance.objectNode().put("type", type);
    ObjectNode source = block.putObject("source");
    String data = part.data() == null ? "" : part.data();
    if (data.startsWith("http://") || data.startsWith("https://")) {
      source.put("type", "url").put("url", data);
      return block;
    }
    String mediaType = part.mediaType();
    String base64 = data;
    if (data.startsWith("data:")) {
      int comma = data.indexOf(',');
      if (comma < 0 || !data.substring(0, comma).endsWith(";base64")) {
        throw Untranslatable.field(
            "messages", "The data of a " + type + " has to be base64 or a web address.");
      }
      base64 = data.substring(comma + 1);
    }
    if (mediaType == null || base64.isEmpty()) {
      throw Untranslatable.field(
          "messages",
          "The data of a "
              + type
              + " has to be a data: URL with its type and base64, or a web address.");
    }
    source.put("type", "base64").put("media_type", mediaType).put("data", base64);
    return block;
  }

  private static ObjectNode document(Part part) {
    if (part.data() == null) {
      throw Untranslatable.field(
          "messages", "A file that is kept at another provider cannot be read. Send its data.");
    }
    ObjectNode block = binary("document", part);
    return part.name() == null ? block : block.put("title", part.name());
  }

  private static ObjectNode call(Part part) {
    if (part.callId() == null || part.name() == null) {
      throw Untranslatable.field("messages", "A tool call needs an id and a name.");
    }
    ObjectNode block =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "tool_use")
            .put("id", part.callId())
            .put("name", part.name());
    block.set("input", input(part.text() == null ? "" : part.text()));
    return block;
  }

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
      // told below, with the field
    }
    throw Untranslatable.field(
        "messages", "The arguments of a tool call have to be a JSON object.");
  }

  private static ObjectNode result(Part part) {
    if (part.callId() == null) {
      throw Untranslatable.field("messages", "A tool's result needs the id of its call.");
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "tool_result")
        .put("tool_use_id", part.callId())
        .put("content", part.text() == null ? "" : part.text());
  }
}
