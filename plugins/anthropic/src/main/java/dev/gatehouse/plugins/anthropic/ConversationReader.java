package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.ai.Conversation;
import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Part;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads messages, tools and parameters of a request. Tolerant: what has an unexpected shape
/// becomes a part of kind `OTHER` or is left out, never an error.
final class ConversationReader {
  private ConversationReader() {}

  static Conversation read(JsonNode request) {
    List<Message> messages = new ArrayList<>();
    List<Part> system = BlockReader.parts(request.path("system"));
    if (!system.isEmpty()) {
      messages.add(new Message("system", system));
    }
    for (JsonNode message : request.path("messages")) {
      addMessage(message, messages);
    }
    List<Conversation.Tool> tools = new ArrayList<>();
    for (JsonNode tool : request.path("tools")) {
      if (ParameterReader.isFunction(tool)) {
        tools.add(
            new Conversation.Tool(
                Fields.textOrEmpty(tool, "name"),
                Fields.textOrEmpty(tool, "description"),
                tool.path("input_schema")));
      }
    }
    return new Conversation(messages, tools, ParameterReader.read(request));
  }

  /// Adds a message as one or several: results of tools stand in messages of their own, of the role
  /// `tool`. Pictures and files among the results follow as parts of a user's message, because the
  /// neutral form of a result is a text.
  private static void addMessage(JsonNode message, List<Message> messages) {
    String role = Fields.textOrEmpty(message, "role");
    List<Part> results = new ArrayList<>();
    List<Part> others = new ArrayList<>();
    JsonNode content = message.path("content");
    if (content.isArray()) {
      for (JsonNode block : content) {
        if ("tool_result".equals(Fields.text(block, "type"))) {
          results.add(result(block, others));
        } else {
          others.add(BlockReader.part(block));
        }
      }
    } else {
      others.addAll(BlockReader.parts(content));
    }
    if (!results.isEmpty()) {
      messages.add(new Message("tool", results));
    }
    if (!others.isEmpty() || results.isEmpty()) {
      messages.add(new Message(role, others));
    }
  }

  private static Part result(JsonNode block, List<Part> others) {
    StringBuilder text = new StringBuilder();
    for (Part part : BlockReader.parts(block.path("content"))) {
      if (part.kind() == Part.Kind.TEXT) {
        text.append(text.isEmpty() ? "" : "\n").append(part.text());
      } else {
        others.add(part);
      }
    }
    return new Part(
        Part.Kind.TOOL_RESULT,
        text.toString(),
        null,
        Fields.text(block, "tool_use_id"),
        null,
        null,
        block);
  }
}
