package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Part;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes messages of a chat that came in another protocol. Thinking is left out: this protocol has
/// no place for it in requests.
final class MessageWriter {
  private MessageWriter() {}

  /// Adds the message, as several when it holds results of several tools.
  static void add(Message message, ArrayNode messages) {
    ArrayNode content = JsonNodeFactory.instance.arrayNode();
    ArrayNode calls = JsonNodeFactory.instance.arrayNode();
    for (Part part : message.parts()) {
      switch (part.kind()) {
        case TEXT, REFUSAL -> content.addObject().put("type", "text").put("text", textOf(part));
        case REASONING -> {
          // see above
        }
        case IMAGE ->
            content
                .addObject()
                .put("type", "image_url")
                .putObject("image_url")
                .put("url", address(part));
        case FILE -> content.add(file(part));
        case TOOL_CALL -> calls.add(call(part));
        case TOOL_RESULT ->
            messages
                .addObject()
                .put("role", "tool")
                .put("tool_call_id", part.callId())
                .put("content", textOf(part));
        default -> throw unknown(part);
      }
    }
    if (message.role().equals("tool") && content.isEmpty() && calls.isEmpty()) {
      return;
    }
    ObjectNode written = messages.addObject().put("role", message.role());
    setContent(content, calls, written);
    if (!calls.isEmpty()) {
      written.set("tool_calls", calls);
    }
  }

  /// A single text stands as text, which every server of this protocol reads.
  private static void setContent(ArrayNode content, ArrayNode calls, ObjectNode written) {
    boolean onlyTexts = true;
    for (JsonNode part : content) {
      onlyTexts &= part.has("text");
    }
    if (content.isEmpty() && !calls.isEmpty()) {
      written.putNull("content");
    } else if (content.isEmpty()) {
      written.put("content", "");
    } else if (onlyTexts && content.size() == 1) {
      written.set("content", content.path(0).path("text"));
    } else {
      written.set("content", content);
    }
  }

  private static String textOf(Part part) {
    return part.text() == null ? "" : part.text();
  }

  private static String address(Part part) {
    String data = part.data();
    if (data == null) {
      throw unknown(part);
    }
    boolean complete =
        data.startsWith("data:") || data.startsWith("http://") || data.startsWith("https://");
    return complete ? data : "data:" + part.mediaType() + ";base64," + data;
  }

  private static ObjectNode file(Part part) {
    String address = address(part);
    if (!address.startsWith("data:")) {
      throw ChatWriter.refused(
          "messages", "A file has to come with its data; a web address cannot be sent on.");
    }
    ObjectNode written = JsonNodeFactory.instance.objectNode().put("type", "file");
    written
        .putObject("file")
        .put("filename", part.name() == null ? "document.pdf" : part.name())
        .put("file_data", address);
    return written;
  }

  private static ObjectNode call(Part part) {
    ObjectNode call =
        JsonNodeFactory.instance.objectNode().put("id", part.callId()).put("type", "function");
    call.putObject("function")
        .put("name", part.name())
        .put("arguments", textOf(part).isEmpty() ? "{}" : textOf(part));
    return call;
  }

  private static RuntimeException unknown(Part part) {
    JsonNode raw = part.raw();
    String type = raw == null ? "" : raw.path("type").asString("");
    String told = type.matches("[a-z_]{1,40}") ? type : part.kind().name().toLowerCase(Locale.ROOT);
    return ChatWriter.refused(
        "messages",
        "It holds a part of type "
            + told
            + "; those that can be translated are texts, pictures, PDF files, tool calls and their"
            + " results.");
  }
}
