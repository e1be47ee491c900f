package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads content blocks, as they stand in requests and in answers.
final class BlockReader {
  private BlockReader() {}

  /// Reads content: a text, or an array of blocks.
  static List<Part> parts(JsonNode content) {
    if (content.isString()) {
      return content.stringValue().isEmpty()
          ? List.of()
          : List.of(Part.text(content.stringValue()));
    }
    List<Part> parts = new ArrayList<>(content.size());
    if (content.isArray()) {
      for (JsonNode block : content) {
        parts.add(part(block));
      }
    }
    return parts;
  }

  static Part part(JsonNode block) {
    return switch (Fields.textOrEmpty(block, "type")) {
      case "text" -> of(Part.Kind.TEXT, Fields.textOrEmpty(block, "text"), block);
      case "thinking" -> of(Part.Kind.REASONING, Fields.textOrEmpty(block, "thinking"), block);
      case "redacted_thinking" -> of(Part.Kind.REASONING, null, block);
      case "tool_use" ->
          new Part(
              Part.Kind.TOOL_CALL,
              arguments(block.path("input")),
              Fields.text(block, "name"),
              Fields.text(block, "id"),
              null,
              null,
              block);
      case "image" -> binary(Part.Kind.IMAGE, null, block);
      case "document" ->
          "text".equals(Fields.text(block.path("source"), "type"))
              ? of(Part.Kind.TEXT, Fields.textOrEmpty(block.path("source"), "data"), block)
              : binary(Part.Kind.FILE, Fields.text(block, "title"), block);
      default -> of(Part.Kind.OTHER, null, block);
    };
  }

  private static String arguments(JsonNode input) {
    return input.isMissingNode() ? "" : new String(Json.write(input), StandardCharsets.UTF_8);
  }

  private static Part of(Part.Kind kind, @Nullable String text, JsonNode block) {
    return new Part(kind, text, null, null, null, null, block);
  }

  /// Reads data as `data:` URL (RFC 2397) or web address. What is kept at the provider (`file`) has
  /// a meaning there only, and so no neutral form.
  private static Part binary(Part.Kind kind, @Nullable String name, JsonNode block) {
    JsonNode source = block.path("source");
    String mediaType = Fields.text(source, "media_type");
    return switch (Fields.textOrEmpty(source, "type")) {
      // Without its type nobody else could read it.
      case "base64" ->
          mediaType == null
              ? of(Part.Kind.OTHER, null, block)
              : new Part(
                  kind,
                  null,
                  name,
                  null,
                  mediaType,
                  "data:" + mediaType + ";base64," + Fields.textOrEmpty(source, "data"),
                  block);
      case "url" -> new Part(kind, null, name, null, mediaType, Fields.text(source, "url"), block);
      default -> of(Part.Kind.OTHER, null, block);
    };
  }
}
