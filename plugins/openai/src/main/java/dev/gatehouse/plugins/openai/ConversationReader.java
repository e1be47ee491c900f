package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.ai.Conversation;
import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Reads messages, tools and parameters of a request. Tolerant: what has an unexpected shape
/// becomes a part of kind `OTHER` or is left out, never an error.
final class ConversationReader {
  private static final Set<String> NOT_PARAMETERS =
      Set.of("model", "messages", "prompt", "input", "tools", "stream", "stream_options", "user");

  private ConversationReader() {}

  static Conversation read(Endpoint endpoint, JsonNode request) {
    List<Message> messages = new ArrayList<>();
    if (endpoint == Endpoint.CHAT) {
      for (JsonNode message : request.path("messages")) {
        messages.add(message(message));
      }
    } else if (endpoint == Endpoint.COMPLETIONS) {
      for (String prompt : inputs(request.path("prompt"))) {
        messages.add(Message.of("user", prompt));
      }
    }
    List<Conversation.Tool> tools = new ArrayList<>();
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    int place = 0;
    for (JsonNode tool : request.path("tools")) {
      JsonNode function = tool.path("function");
      String name = text(function, "name");
      if (name != null) {
        String description = text(function, "description");
        tools.add(
            new Conversation.Tool(
                name, description == null ? "" : description, function.path("parameters")));
      } else {
        parameters.put("tools[" + place + "]", tool);
      }
      place++;
    }
    request.forEachEntry((name, value) -> {
      if (!NOT_PARAMETERS.contains(name)) {
        parameters.put(name, value);
      }
    });
    return new Conversation(messages, tools, parameters);
  }

  /// Returns texts to embed or to continue. Tokens given as numbers stand as they are written.
  static List<String> inputs(JsonNode input) {
    if (input.isString()) {
      return List.of(input.stringValue());
    }
    if (!input.isArray() || input.isEmpty()) {
      return List.of();
    }
    if (input.get(0).isNumber()) {
      return List.of(tokens(input));
    }
    List<String> texts = new ArrayList<>(input.size());
    for (JsonNode item : input) {
      texts.add(item.isString() ? item.stringValue() : tokens(item));
    }
    return texts;
  }

  private static String tokens(JsonNode array) {
    StringBuilder joined = new StringBuilder();
    for (JsonNode token : array) {
      joined.append(joined.isEmpty() ? "" : " ").append(token.asString(""));
    }
    return joined.toString();
  }

  private static Message message(JsonNode message) {
    String role = text(message, "role");
    List<Part> parts = new ArrayList<>();
    if ("tool".equals(role) || "function".equals(role)) {
      parts.add(
          new Part(
              Part.Kind.TOOL_RESULT,
              joined(message.path("content")),
              text(message, "name"),
              text(message, "tool_call_id"),
              null,
              null,
              message));
    } else {
      parts.addAll(answerParts(message));
    }
    return new Message(role == null ? "" : role, parts);
  }

  /// Returns reasoning, content, refusal and tool calls of a message, as they stand in requests and
  /// in answers.
  static List<Part> answerParts(JsonNode message) {
    List<Part> parts = new ArrayList<>();
    String reasoning = reasoning(message);
    if (reasoning != null) {
      parts.add(new Part(Part.Kind.REASONING, reasoning, null, null, null, null, null));
    }
    JsonNode content = message.path("content");
    if (content.isString()) {
      if (!content.stringValue().isEmpty()) {
        parts.add(Part.text(content.stringValue()));
      }
    } else {
      for (JsonNode part : content) {
        parts.add(part(part));
      }
    }
    String refusal = text(message, "refusal");
    if (refusal != null) {
      parts.add(new Part(Part.Kind.REFUSAL, refusal, null, null, null, null, null));
    }
    for (JsonNode call : message.path("tool_calls")) {
      parts.add(toolCall(call.path("function"), text(call, "id"), call));
    }
    if (message.path("function_call").isObject()) {
      parts.add(toolCall(message.path("function_call"), null, message.path("function_call")));
    }
    return parts;
  }

  /// Returns the thinking of a message or a step, under either name that servers give it.
  static @Nullable String reasoning(JsonNode message) {
    String reasoning = text(message, "reasoning_content");
    return reasoning == null ? text(message, "reasoning") : reasoning;
  }

  private static Part toolCall(JsonNode function, @Nullable String id, JsonNode raw) {
    String arguments = text(function, "arguments");
    return new Part(
        Part.Kind.TOOL_CALL,
        arguments == null ? "" : arguments,
        text(function, "name"),
        id,
        null,
        null,
        raw);
  }

  private static Part part(JsonNode part) {
    String type = text(part, "type");
    return switch (type == null ? "" : type) {
      case "text" ->
          new Part(Part.Kind.TEXT, part.path("text").asString(""), null, null, null, null, part);
      case "refusal" ->
          new Part(
              Part.Kind.REFUSAL, part.path("refusal").asString(""), null, null, null, null, part);
      case "image_url" -> binary(Part.Kind.IMAGE, null, part.path("image_url").path("url"), part);
      case "input_audio" -> {
        JsonNode audio = part.path("input_audio");
        String format = text(audio, "format");
        yield binary(
            Part.Kind.AUDIO, format == null ? null : "audio/" + format, audio.path("data"), part);
      }
      case "file" -> {
        JsonNode file = part.path("file");
        JsonNode data = file.path("file_data");
        Part read = binary(Part.Kind.FILE, null, data, part);
        String name = text(file, "filename");
        yield new Part(
            Part.Kind.FILE,
            null,
            name == null ? text(file, "file_id") : name,
            null,
            read.mediaType(),
            read.data(),
            part);
      }
      default -> new Part(Part.Kind.OTHER, null, null, null, null, null, part);
    };
  }

  /// Reads data that is base64, a web address, or a `data:` URL (RFC 2397), whose type then counts.
  private static Part binary(
      Part.Kind kind, @Nullable String mediaType, JsonNode data, JsonNode raw) {
    String text = data.isString() ? data.stringValue() : null;
    String type = mediaType;
    if (text != null && text.startsWith("data:")) {
      int end = text.indexOf(',');
      int semicolon = text.indexOf(';');
      int typeEnd = semicolon >= 0 && (end < 0 || semicolon < end) ? semicolon : end;
      if (typeEnd > "data:".length()) {
        type = text.substring("data:".length(), typeEnd);
      }
    }
    return new Part(kind, null, null, null, type, text, raw);
  }

  private static String joined(JsonNode content) {
    if (content.isString()) {
      return content.stringValue();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      text.append(text.isEmpty() ? "" : "\n").append(part.path("text").asString(""));
    }
    return text.toString();
  }

  /// Returns the text of a field, or null when it is absent, null, empty or no text.
  static @Nullable String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isString() && !value.stringValue().isEmpty() ? value.stringValue() : null;
  }

  /// Returns the field, or a missing node when it is JSON's null.
  static JsonNode present(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isNull() ? MissingNode.getInstance() : value;
  }
}
