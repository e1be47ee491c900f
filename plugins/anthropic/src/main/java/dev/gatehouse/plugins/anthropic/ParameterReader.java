package dev.gatehouse.plugins.anthropic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Reads parameters into the neutral form, which has the names of the OpenAI protocol.
final class ParameterReader {
  private static final Set<String> NOT_PARAMETERS =
      Set.of("model", "messages", "system", "stream", "metadata");

  private ParameterReader() {}

  /// Returns whether a tool is one that the client runs, and not one of Anthropic's own.
  static boolean isFunction(JsonNode tool) {
    String type = Fields.text(tool, "type");
    return (type == null || type.equals("custom")) && Fields.text(tool, "name") != null;
  }

  static Map<String, JsonNode> read(JsonNode request) {
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    request.forEachEntry((name, value) -> {
      if (NOT_PARAMETERS.contains(name) || value.isNull()) {
        return;
      }
      switch (name) {
        case "max_tokens" -> parameters.put("max_completion_tokens", value);
        case "stop_sequences" -> parameters.put("stop", value);
        case "tool_choice" -> toolChoice(value, parameters);
        case "tools" -> otherTools(value, parameters);
        case "output_config" -> outputConfig(value, parameters);
        default -> parameters.put(name, value);
      }
    });
    return parameters;
  }

  private static void toolChoice(JsonNode choice, Map<String, JsonNode> parameters) {
    JsonNode neutral =
        switch (Fields.textOrEmpty(choice, "type")) {
          case "auto" -> StringNode.valueOf("auto");
          case "none" -> StringNode.valueOf("none");
          case "any" -> StringNode.valueOf("required");
          case "tool" -> {
            ObjectNode forced = JsonNodeFactory.instance.objectNode().put("type", "function");
            forced.putObject("function").put("name", Fields.textOrEmpty(choice, "name"));
            yield forced;
          }
          default -> choice;
        };
    parameters.put("tool_choice", neutral);
    if (choice.path("disable_parallel_tool_use").asBoolean(false)) {
      parameters.put("parallel_tool_calls", BooleanNode.FALSE);
    }
  }

  private static void otherTools(JsonNode tools, Map<String, JsonNode> parameters) {
    for (int i = 0; i < tools.size(); i++) {
      JsonNode tool = tools.get(i);
      if (tool != null && !isFunction(tool)) {
        parameters.put("tools[" + i + "]", tool);
      }
    }
  }

  /// Reads the wanted form of the answer; whatever else the object holds keeps its own name.
  private static void outputConfig(JsonNode config, Map<String, JsonNode> parameters) {
    config.forEachEntry((name, value) -> {
      if (name.equals("format") && "json_schema".equals(Fields.text(value, "type"))) {
        ObjectNode format = JsonNodeFactory.instance.objectNode().put("type", "json_schema");
        format
            .putObject("json_schema")
            .put("name", "answer")
            .put("strict", true)
            .set("schema", value.path("schema"));
        parameters.put("response_format", format);
      } else if (!value.isNull()) {
        parameters.put("output_config." + name, value);
      }
    });
  }
}
