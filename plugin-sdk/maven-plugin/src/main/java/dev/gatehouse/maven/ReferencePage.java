package dev.gatehouse.maven;

import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.ExtensionDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A Markdown page about one extension, made of its descriptor and the schema of its configuration.
final class ReferencePage {
  private static final int DEEPEST = 6;

  private final List<String> lines = new ArrayList<>();

  private ReferencePage() {}

  /// Writes the page.
  ///
  /// @param schema the schema of its configuration, or null when it has none
  static String of(
      PluginDescriptor plugin, ExtensionDescriptor extension, @Nullable JsonNode schema) {
    ReferencePage page = new ReferencePage();
    page.head(plugin, extension);
    if (schema != null) {
      page.keys("", schema, 2);
    }
    return String.join("\n", page.lines) + "\n";
  }

  private void head(PluginDescriptor plugin, ExtensionDescriptor extension) {
    add("# `" + extension.name() + "`", "");
    if (extension.description() != null) {
      add(extension.description(), "");
    }
    add("| | |", "|---|---|");
    row("plugin", plugin.id() + " " + plugin.version());
    row("extension point", extension.point());
    if (extension.stage() != null) {
      row("stage", extension.stage().toUpperCase(Locale.ROOT));
    }
    row(
        "when it fails",
        extension.onError().equals("open") ? "it is skipped" : "the exchange ends");
    row("time limit of a call", extension.timeoutMs() + " ms");
    if (extension.concurrency() > 0) {
      row("most calls at once", String.valueOf(extension.concurrency()));
    }
    row("request bodies", extension.readsBody() ? "are held in memory" : "may stream through");
    row(
        "configured",
        extension.section()
            ? "by the top-level key `" + extension.name() + "`"
            : "where it is used");
    if (extension.experimental()) {
      row("experimental", "it may change with any version");
    }
    add("");
  }

  private void row(String name, String value) {
    add("| " + name + " | " + cell(value) + " |");
  }

  private void keys(String path, JsonNode schema, int level) {
    JsonNode object = objectIn(schema);
    if (object == null || level > DEEPEST) {
      return;
    }
    Set<String> required = new HashSet<>();
    object.path("required").forEach(name -> required.add(name.asString()));
    add("#".repeat(Math.min(level, 4)) + (path.isEmpty() ? " Keys" : " `" + path + "`"), "");
    add("| key | type | default | what it does |", "|---|---|---|---|");
    for (Map.Entry<String, JsonNode> key : object.path("properties").properties()) {
      JsonNode value = key.getValue();
      String fallback =
          value.has("default")
              ? "`" + value.get("default") + "`"
              : required.contains(key.getKey()) ? "required" : "";
      add(
          "| `%s` | %s | %s | %s |"
              .formatted(
                  key.getKey(),
                  cell(type(value)),
                  cell(fallback),
                  cell(value.path("description").asString(""))));
    }
    add("");
    for (Map.Entry<String, JsonNode> key : object.path("properties").properties()) {
      keys(path.isEmpty() ? key.getKey() : path + "." + key.getKey(), key.getValue(), level + 1);
    }
  }

  /// Returns the schema with the keys: the node itself, what its list holds, or its map's values.
  private static @Nullable JsonNode objectIn(JsonNode schema) {
    if (schema.has("properties")) {
      return schema;
    }
    if (schema.path("items").isObject()) {
      return objectIn(schema.get("items"));
    }
    if (schema.path("additionalProperties").isObject()) {
      return objectIn(schema.get("additionalProperties"));
    }
    return null;
  }

  private static String type(JsonNode schema) {
    if (schema.has("enum")) {
      return schema
          .get("enum")
          .valueStream()
          .filter(value -> !value.isNull())
          .map(value -> "`" + value.asString() + "`")
          .collect(Collectors.joining(", "));
    }
    List<String> kinds = new ArrayList<>();
    JsonNode type = schema.path("type");
    (type.isArray() ? type.valueStream().toList() : List.of(type))
        .forEach(kind -> kinds.add(kind.asString("")));
    kinds.remove("null");
    if (kinds.contains("array")) {
      return "list of " + type(schema.path("items"));
    }
    if (kinds.contains("object") && !schema.has("properties")) {
      return "map of names to " + type(schema.path("additionalProperties"));
    }
    if (kinds.contains("object")) {
      return "keys below";
    }
    if (kinds.containsAll(List.of("string", "number", "boolean"))) {
      // YAML takes a bare 1 or true for something else than text, so schemas of texts allow them.
      return "text";
    }
    String joined =
        kinds.stream().filter(kind -> !kind.isEmpty()).collect(Collectors.joining(" or "));
    return joined.isEmpty() ? "any value" : joined;
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;");
  }

  private void add(String... more) {
    lines.addAll(List.of(more));
  }
}
