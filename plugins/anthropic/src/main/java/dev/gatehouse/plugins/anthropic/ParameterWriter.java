package dev.gatehouse.plugins.anthropic;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes parameters, which come with the names of the OpenAI protocol. What has no counterpart is
/// left out when the answer is none the worse for it, and refused otherwise.
final class ParameterWriter {
  /// About speed, price, storage or wording; the answer stays one to the same question.
  private static final Set<String> HARMLESS =
      Set.of(
          "seed",
          "store",
          "metadata",
          "service_tier",
          "reasoning_effort",
          "verbosity",
          "prediction",
          "prompt_cache_key",
          "prompt_cache_retention",
          "prompt_cache_options",
          "safety_identifier");

  private final ObjectNode out;
  private final boolean tools;

  private ParameterWriter(ObjectNode out, boolean tools) {
    this.out = out;
    this.tools = tools;
  }

  /// @throws dev.gatehouse.sdk.http.ProblemException 400 for what cannot be translated
  static void add(Map<String, JsonNode> parameters, boolean tools, ObjectNode out) {
    ParameterWriter writer = new ParameterWriter(out, tools);
    parameters.forEach((name, value) -> {
      if (!value.isNull() && !HARMLESS.contains(name)) {
        writer.add(name, value);
      }
    });
    if (out.path("tool_choice") instanceof ObjectNode choice
        && "none".equals(Fields.text(choice, "type"))) {
      // where nothing is called, nothing is called in parallel, and saying so is refused
      choice.remove("disable_parallel_tool_use");
    }
    if (parameters.containsKey("max_completion_tokens")) {
      // the newer name wins over max_tokens, in whatever order they came
      writer.limit(parameters.get("max_completion_tokens"));
    }
  }

  private void limit(@Nullable JsonNode value) {
    if (value != null && !value.isNull()) {
      out.set("max_tokens", value);
    }
  }

  private void add(String name, JsonNode value) {
    switch (name) {
      case "max_tokens", "max_completion_tokens" -> limit(value);
      case "temperature" -> temperature(value);
      case "top_p", "top_k" -> out.set(name, value);
      case "stop" -> stop(value);
      case "tool_choice" -> toolChoice(value);
      case "parallel_tool_calls" -> parallel(value);
      case "response_format" -> format(value);
      case "n" -> onlyIf(value.asDouble(0) == 1, name, "This provider gives one answer: n is 1.");
      case "presence_penalty", "frequency_penalty", "top_logprobs" ->
          onlyIf(value.asDouble(1) == 0, name, "");
      case "logprobs" -> onlyIf(value.isBoolean() && !value.booleanValue(), name, "");
      case "logit_bias", "functions" -> onlyIf(value.isEmpty(), name, "");
      case "modalities" ->
          onlyIf(
              value.size() == 1 && "text".equals(value.path(0).asString("")),
              name,
              "This provider answers with text only.");
      default -> throw Untranslatable.field(name, "");
    }
  }

  private static void onlyIf(boolean harmless, String name, String why) {
    if (!harmless) {
      throw Untranslatable.field(name, why);
    }
  }

  private void temperature(JsonNode value) {
    onlyIf(value.asDouble(0) <= 1, "temperature", "It goes from 0 to 1 here.");
    out.set("temperature", value);
  }

  private void stop(JsonNode value) {
    if (value.isArray()) {
      out.set("stop_sequences", value);
    } else {
      out.putArray("stop_sequences").add(value);
    }
  }

  private void toolChoice(JsonNode value) {
    if (!tools) {
      return;
    }
    String forced = Fields.textOrEmpty(value.path("function"), "name");
    ObjectNode choice = choice();
    if (!forced.isEmpty()) {
      choice.put("type", "tool").put("name", forced);
      return;
    }
    String type =
        switch (value.asString("")) {
          case "auto" -> "auto";
          case "none" -> "none";
          case "required" -> "any";
          default ->
              throw Untranslatable.field(
                  "tool_choice", "It may be auto, none, required or one function.");
        };
    choice.put("type", type);
  }

  private void parallel(JsonNode value) {
    if (tools && value.isBoolean() && !value.booleanValue()) {
      choice().put("disable_parallel_tool_use", true);
    }
  }

  private ObjectNode choice() {
    return out.path("tool_choice") instanceof ObjectNode there
        ? there
        : out.putObject("tool_choice").put("type", "auto");
  }

  private void format(JsonNode value) {
    String type = Fields.textOrEmpty(value, "type");
    if (type.equals("text")) {
      return;
    }
    JsonNode schema = value.path("json_schema").path("schema");
    onlyIf(
        type.equals("json_schema") && schema.isObject(),
        "response_format",
        "Its type may be text or json_schema with a schema.");
    out.putObject("output_config")
        .putObject("format")
        .put("type", "json_schema")
        .set("schema", schema);
  }
}
