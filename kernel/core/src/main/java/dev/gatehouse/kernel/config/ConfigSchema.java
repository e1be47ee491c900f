package dev.gatehouse.kernel.config;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes JSON Schema (2020-12) of configurations.
public final class ConfigSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ConfigSchema() {}

  /// Returns the schema of one record.
  public static ObjectNode of(Class<? extends Record> type) {
    return RecordSchema.of(type);
  }

  /// Returns the schema of the whole file.
  ///
  /// @param filters schemas of filters' settings by name
  /// @param providers schemas of providers' settings by type
  /// @param sections schemas of plugins' top-level keys
  public static ObjectNode whole(
      Map<String, ObjectNode> filters,
      Map<String, ObjectNode> providers,
      Map<String, ObjectNode> sections) {
    ObjectNode schema =
        NODES
            .objectNode()
            .put("$schema", "https://json-schema.org/draft/2020-12/schema")
            .put("title", "Gatehouse configuration")
            .put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    properties.set(
        "server",
        of(ServerConfig.class)
            .put("description", "Where the gateway listens and what it puts up with."));
    properties.set(
        "plugins", of(PluginsConfig.class).put("description", "Where plugins are found."));
    properties.set("providers", providersSchema(providers));
    properties.set(
        "models",
        map(of(ModelConfig.class), "The names that clients ask for, and what answers under them."));
    properties.set(
        "consumers",
        map(
            RecordSchema.orNothing(of(ConsumerConfig.class)),
            "The callers that authenticators know."));
    properties.set(
        "filters",
        filtersSchema(filters, "What every exchange passes, in the order of the stages."));
    ObjectNode route = of(RouteConfig.Keys.class);
    ((ObjectNode) route.get("properties"))
        .set("filters", filtersSchema(filters, "The route's own filters, after the global ones."));
    properties
        .putObject("routes")
        .put("type", "array")
        .put("description", "What matches where; the first match wins.")
        .set("items", route);
    sections.forEach(properties::set);
    properties.values().forEach(ConfigSchema::orNothingUnlessRequired);
    return schema.put("additionalProperties", false);
  }

  /// A key of the file may stand alone, unless something below it has to be said.
  private static void orNothingUnlessRequired(JsonNode schema) {
    if (!schema.has("required") && schema instanceof ObjectNode object) {
      RecordSchema.orNothing(object);
    }
  }

  private static ObjectNode map(ObjectNode value, String description) {
    ObjectNode map = NODES.objectNode().put("type", "object").put("description", description);
    map.set("additionalProperties", value);
    return map;
  }

  private static ObjectNode providersSchema(Map<String, ObjectNode> providers) {
    ObjectNode any = NODES.objectNode();
    ArrayNode kinds = any.putArray("anyOf");
    providers.forEach((type, settings) -> {
      ObjectNode kind = of(ProviderCommon.class);
      ObjectNode properties = (ObjectNode) kind.get("properties");
      properties.putObject("type").put("const", type).put("description", "The kind of provider.");
      settings
          .path("properties")
          .properties()
          .forEach(e -> properties.set(e.getKey(), e.getValue()));
      ArrayNode required = kind.putArray("required").add("type");
      settings.path("required").forEach(required::add);
      kinds.add(kind.put("title", type));
    });
    return map(any, "The upstream accounts.");
  }

  private static ObjectNode filtersSchema(Map<String, ObjectNode> filters, String description) {
    ObjectNode use = of(ConfigLoader.FilterOptions.class);
    ObjectNode properties = (ObjectNode) use.get("properties");
    ArrayNode one = NODES.arrayNode();
    ArrayNode bare = NODES.arrayNode();
    filters.forEach((name, settings) -> {
      ObjectNode copy = settings.deepCopy();
      orNothingUnlessRequired(copy);
      properties.set(name, copy);
      one.addObject().putArray("required").add(name);
      if (!settings.has("required")) {
        bare.add(name);
      }
    });
    ObjectNode list = NODES.objectNode().put("type", "array").put("description", description);
    if (filters.isEmpty()) {
      return list.put("maxItems", 0);
    }
    // Exactly one filter, and beside it what is the same for all.
    use.set("oneOf", one);
    ArrayNode kinds = list.putObject("items").putArray("anyOf").add(use);
    if (!bare.isEmpty()) {
      kinds.addObject().set("enum", bare);
    }
    return list;
  }
}
