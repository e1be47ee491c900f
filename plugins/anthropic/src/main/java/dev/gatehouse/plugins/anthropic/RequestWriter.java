package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Conversation;
import dev.gatehouse.sdk.ai.Message;
import java.io.IOException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes the request of a client of another protocol.
///
/// Instructions of the roles `system` and `developer` are collected in `system`, wherever they
/// stand. Neighbours of one role become one message, because all results of tools have to stand in
/// the message that follows their calls.
final class RequestWriter {
  private final String model;
  private final int defaultMaxTokens;

  RequestWriter(String model, int defaultMaxTokens) {
    this.model = model;
    this.defaultMaxTokens = defaultMaxTokens;
  }

  /// @throws dev.gatehouse.sdk.http.ProblemException 400 for what cannot be translated
  ObjectNode message(AiRequest request) throws IOException {
    Conversation conversation = request.conversation();
    ObjectNode root = chat(conversation);
    ParameterWriter.add(conversation.parameters(), !conversation.tools().isEmpty(), root);
    if (!root.has("max_tokens")) {
      root.put("max_tokens", defaultMaxTokens);
    }
    request.user().ifPresent(user -> root.putObject("metadata").put("user_id", user));
    if (request.stream()) {
      root.put("stream", true);
    }
    return root;
  }

  /// @throws dev.gatehouse.sdk.http.ProblemException 400 for what cannot be translated
  ObjectNode count(AiRequest request) throws IOException {
    return chat(request.conversation());
  }

  private ObjectNode chat(Conversation conversation) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("model", model);
    ArrayNode system = JsonNodeFactory.instance.arrayNode();
    ArrayNode messages = JsonNodeFactory.instance.arrayNode();
    String last = "";
    ArrayNode content = JsonNodeFactory.instance.arrayNode();
    for (Message message : conversation.messages()) {
      String role = role(message);
      if (role.equals("system")) {
        BlockWriter.add(message, system);
        continue;
      }
      if (!role.equals(last)) {
        last = role;
        content = JsonNodeFactory.instance.arrayNode();
        messages.addObject().put("role", role).set("content", content);
      }
      BlockWriter.add(message, content);
    }
    if (!system.isEmpty()) {
      root.set("system", system);
    }
    root.set("messages", messages);
    if (!conversation.tools().isEmpty()) {
      ArrayNode tools = root.putArray("tools");
      conversation.tools().forEach(tool -> tools.add(tool(tool)));
    }
    return root;
  }

  private static String role(Message message) {
    return switch (message.role()) {
      case "system", "developer" -> "system";
      case "assistant" -> "assistant";
      case "user", "tool", "function" -> "user";
      default ->
          throw Untranslatable.field(
              "messages", "Its roles may be system, developer, user, assistant and tool.");
    };
  }

  private static ObjectNode tool(Conversation.Tool tool) {
    ObjectNode written = JsonNodeFactory.instance.objectNode().put("name", tool.name());
    if (!tool.description().isEmpty()) {
      written.put("description", tool.description());
    }
    if (tool.schema().isObject()) {
      written.set("input_schema", tool.schema());
    } else {
      written.putObject("input_schema").put("type", "object").putObject("properties");
    }
    return written;
  }
}
