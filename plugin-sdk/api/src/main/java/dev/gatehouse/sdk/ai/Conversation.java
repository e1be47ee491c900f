package dev.gatehouse.sdk.ai;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// What a chat asks of a model, in a form that every protocol can be translated to.
///
/// @param messages the messages, oldest first, system messages included
/// @param tools the tools that the model may call
/// @param parameters everything else by the name the OpenAI protocol gives it (`temperature`,
///   `max_completion_tokens`, `stop`, `response_format`, ...), values in that protocol's form. What
///   has no such name stands under its own, a tool that is no function under its place
///   (`tools[1]`): whoever translates refuses what it does not know
public record Conversation(
    List<Message> messages, List<Tool> tools, Map<String, JsonNode> parameters) {
  /// A tool the model may call.
  ///
  /// @param name its name
  /// @param description what it does; empty when not said
  /// @param schema the JSON Schema of its arguments
  public record Tool(String name, String description, JsonNode schema) {
    /// Checks that nothing is missing.
    public Tool {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(description, "description");
      Objects.requireNonNull(schema, "schema");
    }
  }

  /// Copies the collections.
  public Conversation {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    parameters = Map.copyOf(parameters);
  }
}
