package dev.gatehouse.telemetry;

import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes messages as `gen_ai.input.messages` and `gen_ai.output.messages` want them (JSON schemas
/// of the GenAI semantic conventions 1.41), within a bound. Binary data is named and never copied.
///
/// One object for one attribute.
final class MessageText {
  /// What the JSON around a text costs, roughly.
  private static final int FRAME = 48;

  private final ArrayNode messages = JsonNodeFactory.instance.arrayNode();
  private int left;
  private boolean truncated;

  /// @param maxBytes the bound of the texts with a flat rate for the JSON around each
  MessageText(int maxBytes) {
    left = maxBytes;
  }

  /// Adds a message, or as much of it as fits.
  void add(String role, List<Part> parts, @Nullable String finishReason) {
    if (left < FRAME) {
      truncated = true;
      return;
    }
    left -= FRAME;
    ObjectNode message = messages.addObject().put("role", role);
    ArrayNode written = message.putArray("parts");
    for (Part part : parts) {
      if (left < FRAME) {
        truncated = true;
        break;
      }
      left -= FRAME;
      written.add(part(part));
    }
    if (finishReason != null) {
      message.put("finish_reason", finishReason);
    }
  }

  /// Adds messages in order.
  void addAll(List<Message> all) {
    for (Message message : all) {
      add(message.role(), message.parts(), null);
    }
  }

  /// Returns whether something did not fit.
  boolean truncated() {
    return truncated;
  }

  /// Returns the JSON text.
  String json() {
    return new String(Json.write(messages), StandardCharsets.UTF_8);
  }

  private ObjectNode part(Part part) {
    ObjectNode written = JsonNodeFactory.instance.objectNode();
    switch (part.kind()) {
      case TEXT, REFUSAL -> written.put("type", "text").put("content", bounded(part.text()));
      case REASONING -> written.put("type", "reasoning").put("content", bounded(part.text()));
      case TOOL_CALL ->
          named(written.put("type", "tool_call"), part).put("arguments", bounded(part.text()));
      case TOOL_RESULT ->
          named(written.put("type", "tool_call_response"), part)
              .put("response", bounded(part.text()));
      case IMAGE, AUDIO, FILE -> binary(written, part);
      case OTHER -> written.put("type", "other");
    }
    return written;
  }

  private ObjectNode named(ObjectNode written, Part part) {
    if (part.callId() != null) {
      written.put("id", bounded(part.callId()));
    }
    if (part.name() != null) {
      written.put("name", bounded(part.name()));
    }
    return written;
  }

  private void binary(ObjectNode written, Part part) {
    String data = part.data();
    boolean linked = data != null && (data.startsWith("http://") || data.startsWith("https://"));
    written.put("type", linked ? "uri" : "blob");
    written.put("modality", part.kind().name().toLowerCase(Locale.ROOT));
    if (part.mediaType() != null) {
      written.put("mime_type", bounded(part.mediaType()));
    }
    if (linked) {
      written.put("uri", bounded(data));
    }
  }

  /// Cuts a text to the bytes that are left, never within a character.
  private String bounded(@Nullable String text) {
    if (text == null) {
      return "";
    }
    int end = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      int bytes = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (bytes > left) {
        truncated = true;
        break;
      }
      left -= bytes;
      end += Character.charCount(point);
    }
    return text.substring(0, end);
  }
}
