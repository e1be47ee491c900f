package dev.gatehouse.plugins.simulated;

import dev.gatehouse.sdk.ai.Conversation;
import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// Decides whether to call a tool, and with which arguments.
///
/// A tool is called when `tool_choice` demands it, or when the last message is the user's and names
/// the tool. The arguments are the required fields of its schema, filled with words of the
/// question.
final class ToolCalls {
  private static final int DEEPEST = 8;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final List<String> words;
  private final SplittableRandom random;

  ToolCalls(String question, SplittableRandom random) {
    this.words = Wording.words(question);
    this.random = random;
  }

  /// Returns the tool to call.
  static Optional<Conversation.Tool> chosen(Conversation conversation, String question) {
    JsonNode choice =
        conversation.parameters().getOrDefault("tool_choice", MissingNode.getInstance());
    if (conversation.tools().isEmpty() || "none".equals(choice.asString(""))) {
      return Optional.empty();
    }
    String forced = choice.path("function").path("name").asString("");
    if (!forced.isEmpty()) {
      return conversation.tools().stream().filter(tool -> tool.name().equals(forced)).findFirst();
    }
    if ("required".equals(choice.asString(""))) {
      return Optional.of(conversation.tools().getFirst());
    }
    return answersATool(conversation.messages())
        ? Optional.empty()
        : conversation.tools().stream().filter(tool -> named(tool, question)).findFirst();
  }

  private static boolean answersATool(List<Message> messages) {
    return !messages.isEmpty()
        && messages.getLast().parts().stream()
            .anyMatch(part -> part.kind() == Part.Kind.TOOL_RESULT);
  }

  private static boolean named(Conversation.Tool tool, String question) {
    String asked = question.toLowerCase(Locale.ROOT);
    String name = tool.name().toLowerCase(Locale.ROOT);
    return asked.contains(name) || asked.contains(name.replace('_', ' '));
  }

  /// Returns arguments as JSON text.
  String arguments(Conversation.Tool tool) {
    return new String(Json.write(object(tool.schema(), 0)), StandardCharsets.UTF_8);
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    for (JsonNode required : schema.path("required")) {
      String name = required.asString("");
      object.set(name, value(schema.path("properties").path(name), depth + 1));
    }
    return object;
  }

  private JsonNode value(JsonNode schema, int depth) {
    if (schema.has("const")) {
      return schema.path("const");
    }
    if (!schema.path("enum").isEmpty()) {
      return schema.path("enum").get(0);
    }
    for (String alternatives : List.of("anyOf", "oneOf")) {
      if (!schema.path(alternatives).isEmpty()) {
        return value(schema.path(alternatives).get(0), depth);
      }
    }
    return switch (depth > DEEPEST ? "null" : type(schema)) {
      case "integer" -> NODES.numberNode(Math.round(number(schema)));
      case "number" -> NODES.numberNode(number(schema));
      case "boolean" -> NODES.booleanNode(true);
      case "null" -> NODES.nullNode();
      case "array" -> {
        ArrayNode items = NODES.arrayNode();
        int wanted = Math.clamp(schema.path("minItems").asInt(1), 1, DEEPEST);
        for (int i = 0; i < wanted; i++) {
          items.add(value(schema.path("items"), depth + 1));
        }
        yield items;
      }
      case "object" -> object(schema, depth);
      default -> NODES.stringNode(Wording.word(words, random));
    };
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray() && !type.isEmpty()) {
      return type.get(0).asString("");
    }
    return type.asString(schema.has("properties") ? "object" : "string");
  }

  /// Returns the first number of the question that fits, else the least that fits.
  private double number(JsonNode schema) {
    double least = schema.path("minimum").asDouble(1);
    double most = schema.path("maximum").asDouble(Double.MAX_VALUE);
    for (String word : words) {
      if (word.length() <= 15 && word.chars().allMatch(c -> c >= '0' && c <= '9')) {
        double found = Double.parseDouble(word);
        if (found >= least && found <= most) {
          return found;
        }
      }
    }
    return Math.min(least, most);
  }
}
