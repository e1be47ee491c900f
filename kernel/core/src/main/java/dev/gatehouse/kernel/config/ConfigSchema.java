package dev.gatehouse.kernel.config;

import dev.gatehouse.kernel.config.RecordModel.Component;
import dev.gatehouse.sdk.ByteSize;
import dev.gatehouse.sdk.Secret;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes JSON Schema (2020-12) of configuration records, from the same reading of them that the
/// binder uses.
public final class ConfigSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  // A value may be a reference to the environment or a file wherever a text or number may stand.
  private static final String REFERENCE = "^.*\\$\\{[^}]+\\}.*$";

  private ConfigSchema() {}

  /// Returns the schema of one record.
  public static ObjectNode of(Class<? extends Record> type) {
    RecordModel model = RecordModel.of(type);
    if (model.entries()) {
      return described(model.components().getFirst(), type(model.components().getFirst().type()));
    }
    ObjectNode schema = NODES.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = NODES.arrayNode();
    for (Component component : model.components()) {
      properties.set(component.key(), described(component, type(component.type())));
      if (!RecordModel.optional(component)) {
        required.add(component.key());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema.put("additionalProperties", false);
  }

  private static ObjectNode described(Component component, ObjectNode schema) {
    if (component.option() != null) {
      schema.put("description", component.option().description());
      if (component.option().examples().length > 0) {
        ArrayNode examples = schema.putArray("examples");
        Arrays.stream(component.option().examples()).forEach(examples::add);
      }
    }
    String fallback = component.defaultText();
    if (fallback != null) {
      schema.set("default", defaultValue(fallback, RecordModel.raw(component.type())));
    }
    constrain(component.constraints(), schema);
    return schema;
  }

  private static JsonNode defaultValue(String text, Class<?> raw) {
    if (raw == boolean.class || raw == Boolean.class) {
      return NODES.booleanNode(Boolean.parseBoolean(text));
    }
    if (raw == int.class || raw == long.class || raw == Integer.class || raw == Long.class) {
      return NODES.numberNode(Long.parseLong(text));
    }
    if (raw == double.class || raw == Double.class) {
      return NODES.numberNode(Double.parseDouble(text));
    }
    return NODES.stringNode(text);
  }

  private static ObjectNode type(AnnotatedType type) {
    Class<?> raw = RecordModel.raw(type);
    if (raw == List.class) {
      // One value may stand for a list of one.
      ObjectNode item = element(RecordModel.argument(type, 0));
      ObjectNode list = NODES.objectNode().put("type", "array");
      list.set("items", item);
      if (RecordModel.nested(RecordModel.raw(RecordModel.argument(type, 0)))) {
        return list;
      }
      ObjectNode either = NODES.objectNode();
      either.putArray("anyOf").add(list).add(item.deepCopy());
      return either;
    }
    if (raw == Map.class) {
      ObjectNode map = NODES.objectNode().put("type", "object");
      map.set("additionalProperties", element(RecordModel.argument(type, 1)));
      return map;
    }
    if (raw == JsonNode.class) {
      return NODES.objectNode();
    }
    if (RecordModel.nested(raw)) {
      return of(raw.asSubclass(Record.class));
    }
    return scalar(raw);
  }

  private static ObjectNode element(AnnotatedType type) {
    ObjectNode schema = type(type);
    constrain(type, schema);
    return schema;
  }

  private static ObjectNode scalar(Class<?> raw) {
    if (raw == boolean.class || raw == Boolean.class) {
      return orReference(NODES.objectNode().put("type", "boolean"));
    }
    if (raw == int.class || raw == long.class || raw == Integer.class || raw == Long.class) {
      return orReference(NODES.objectNode().put("type", "integer"));
    }
    if (raw == double.class || raw == Double.class) {
      return orReference(NODES.objectNode().put("type", "number"));
    }
    if (raw == Duration.class) {
      return NODES
          .objectNode()
          .put("type", "string")
          .put("pattern", "^(" + Durations.PATTERN + "|.*\\$\\{.*)$");
    }
    if (raw == ByteSize.class) {
      ObjectNode size =
          NODES
              .objectNode()
              .put("pattern", "^([0-9]{1,15} ?(B|kB|KB|KiB|MB|MiB|GB|GiB)?|.*\\$\\{.*)$");
      size.putArray("type").add("string").add("integer");
      return size;
    }
    if (raw == Secret.class) {
      return NODES.objectNode().put("type", "string").put("writeOnly", true);
    }
    if (raw.isEnum()) {
      ObjectNode schema = NODES.objectNode();
      ArrayNode values = schema.putArray("enum");
      for (Object each : raw.getEnumConstants()) {
        values.add(RecordModel.kebab((Enum<?>) each));
      }
      return schema;
    }
    ObjectNode text = NODES.objectNode();
    if (raw == URI.class) {
      return text.put("type", "string").put("format", "uri");
    }
    text.putArray("type").add("string").add("number").add("boolean");
    return text;
  }

  private static ObjectNode orReference(ObjectNode schema) {
    ObjectNode either = NODES.objectNode();
    either
        .putArray("anyOf")
        .add(schema)
        .add(NODES.objectNode().put("type", "string").put("pattern", REFERENCE));
    return either;
  }

  private static void constrain(AnnotatedElement on, ObjectNode schema) {
    ObjectNode target =
        schema.get("anyOf") instanceof ArrayNode either && either.get(0) instanceof ObjectNode first
            ? first
            : schema;
    boolean number = target.path("type").asString("").matches("integer|number");
    @Nullable Min min = on.getAnnotation(Min.class);
    @Nullable Max max = on.getAnnotation(Max.class);
    @Nullable DecimalMin decimalMin = on.getAnnotation(DecimalMin.class);
    @Nullable DecimalMax decimalMax = on.getAnnotation(DecimalMax.class);
    if (number && min != null) {
      target.put("minimum", min.value());
    }
    if (number && max != null) {
      target.put("maximum", max.value());
    }
    if (number && decimalMin != null) {
      target.put(
          decimalMin.inclusive() ? "minimum" : "exclusiveMinimum",
          new java.math.BigDecimal(decimalMin.value()));
    }
    if (number && decimalMax != null) {
      target.put(
          decimalMax.inclusive() ? "maximum" : "exclusiveMaximum",
          new java.math.BigDecimal(decimalMax.value()));
    }
    if (number && on.getAnnotation(Positive.class) != null) {
      target.put("exclusiveMinimum", 0);
    }
    if (number && on.getAnnotation(PositiveOrZero.class) != null) {
      target.put("minimum", 0);
    }
    if (on.getAnnotation(NotEmpty.class) != null
        && target.path("type").asString("").equals("array")) {
      target.put("minItems", 1);
    }
    @Nullable Pattern pattern = on.getAnnotation(Pattern.class);
    if (pattern != null) {
      schema.put("pattern", "^(" + pattern.regexp() + ")$");
    }
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
        "consumers", map(of(ConsumerConfig.class), "The callers that authenticators know."));
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
    return schema.put("additionalProperties", false);
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
    filters.forEach(properties::set);
    use.put("minProperties", 1);
    ObjectNode list = NODES.objectNode().put("type", "array").put("description", description);
    ObjectNode item = NODES.objectNode();
    ObjectNode name = NODES.objectNode();
    ArrayNode names = name.putArray("enum");
    filters.keySet().forEach(names::add);
    item.putArray("anyOf").add(use).add(name);
    list.set("items", item);
    return list;
  }
}
