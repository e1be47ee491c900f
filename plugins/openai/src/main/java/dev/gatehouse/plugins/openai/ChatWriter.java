package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Conversation;
import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes the chat of a client of another protocol. Parameters come with this protocol's names;
/// what has no counterpart is left out when the answer is none the worse for it, and refused
/// otherwise.
final class ChatWriter {
  private static final Set<String> KNOWN =
      Set.of(
          "max_completion_tokens",
          "temperature",
          "top_p",
          "stop",
          "response_format",
          "tool_choice",
          "parallel_tool_calls",
          "presence_penalty",
          "frequency_penalty",
          "seed",
          "logit_bias",
          "reasoning_effort",
          "verbosity");

  /// About sampling details, thinking, caches and prices of other providers.
  private static final Set<String> HARMLESS =
      Set.of(
          "top_k",
          "thinking",
          "output_config.effort",
          "cache_control",
          "context_management",
          "service_tier");

  private ChatWriter() {}

  /// @param model the model's name at the upstream
  /// @param askUsage whether a stream is asked for its usage
  /// @throws ProblemException 400 for what cannot be translated
  static ObjectNode chat(AiRequest request, String model, boolean askUsage) throws IOException {
    Conversation conversation = request.conversation();
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("model", model);
    ArrayNode messages = root.putArray("messages");
    for (Message message : conversation.messages()) {
      MessageWriter.add(message, messages);
    }
    if (!conversation.tools().isEmpty()) {
      ArrayNode tools = root.putArray("tools");
      conversation.tools().forEach(tool -> tools.add(tool(tool)));
    }
    addParameters(conversation.parameters(), root);
    request.user().ifPresent(user -> root.put("user", user));
    if (request.stream()) {
      root.put("stream", true);
      if (askUsage) {
        root.putObject("stream_options").put("include_usage", true);
      }
    }
    return root;
  }

  private static void addParameters(Map<String, JsonNode> parameters, ObjectNode root) {
    parameters.forEach((name, value) -> {
      if (KNOWN.contains(name)) {
        // these two are refused where there is no tool
        if (root.has("tools") || !(name.equals("tool_choice") || name.startsWith("parallel"))) {
          root.set(name, value);
        }
      } else if (!HARMLESS.contains(name)) {
        throw refused(
            name, "Leave it out, or use a model of a provider that speaks your protocol.");
      }
    });
  }

  private static ObjectNode tool(Conversation.Tool tool) {
    ObjectNode written = JsonNodeFactory.instance.objectNode().put("type", "function");
    ObjectNode function = written.putObject("function").put("name", tool.name());
    if (!tool.description().isEmpty()) {
      function.put("description", tool.description());
    }
    if (tool.schema().isObject()) {
      function.set("parameters", tool.schema());
    }
    return written;
  }

  /// Returns what to throw for a field that cannot be translated.
  static ProblemException refused(String path, String what) {
    return new ProblemException(
        Problem.of(
                400,
                "not_translatable",
                "The field "
                    + path
                    + " cannot be translated for a provider of type openai. "
                    + what)
            .at(path));
  }
}
