package dev.gatehouse.kernel.config;

import dev.gatehouse.kernel.config.RecordModel.Component;
import dev.gatehouse.sdk.ByteSize;
import dev.gatehouse.sdk.Secret;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
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

/// Writes the schema of one record, from the same reading of it that the binder uses.
final class RecordSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  // A value may be a reference to the environment or a file wherever a text or number may stand.
  private static final String REFERENCE = ".*\\$\\{[^}]+\\}.*";
  private static final String URL = "[A-Za-z][A-Za-z0-9+.-]*://[^/?#@\\s]+([/?#]\\S*)?";

  private RecordSchema() {}

  /// Returns the schema of one record.
  static ObjectNode of(Class<? extends Record> type) {
    RecordModel model = RecordModel.of(type);
    if (model.entries()) {
      return described(model.components().getFirst(), type(model.components().getFirst().type()));
    }
    ObjectNode schema = NODES.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = NODES.arrayNode();
    for (Component component : model.components()) {
      ObjectNode property = described(component, type(component.type()));
      properties.set(component.key(), property);
      if (RecordModel.optional(component)) {
        orNothing(property);
      } else {
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
    Class<?> raw = RecordModel.raw(type);
    return RecordModel.nested(raw) && RecordModel.of(raw.asSubclass(Record.class)).optional()
        ? orNothing(schema)
        : schema;
  }

  /// Lets a key stand without a value, as people leave it when they comment out what is below.
  static ObjectNode orNothing(ObjectNode schema) {
    if (schema.get("anyOf") instanceof ArrayNode either) {
      either.addObject().put("type", "null");
    } else if (schema.get("enum") instanceof ArrayNode values) {
      values.addNull();
    } else if (schema.get("type") instanceof ArrayNode types) {
      types.add("null");
    } else if (schema.has("type")) {
      JsonNode only = schema.get("type");
      schema.putArray("type").add(only).add("null");
    }
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
      return matching(NODES.objectNode().put("type", "string"), Durations.PATTERN);
    }
    if (raw == ByteSize.class) {
      ObjectNode size = NODES.objectNode();
      ArrayNode either = size.putArray("anyOf");
      either.addObject().put("type", "integer").put("minimum", 0);
      matching(
          either.addObject().put("type", "string"), "[0-9]{1,15} ?(B|kB|KB|KiB|MB|MiB|GB|GiB)?");
      return size;
    }
    if (raw == URI.class) {
      return matching(NODES.objectNode().put("type", "string").put("format", "uri"), URL);
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
    text.putArray("type").add("string").add("number").add("boolean");
    return raw == Secret.class ? text.put("writeOnly", true) : text;
  }

  private static ObjectNode matching(ObjectNode schema, String pattern) {
    return schema.put("pattern", "^((" + pattern + ")|" + REFERENCE + ")$");
  }

  private static ObjectNode orReference(ObjectNode schema) {
    ObjectNode either = NODES.objectNode();
    either
        .putArray("anyOf")
        .add(schema)
        .add(NODES.objectNode().put("type", "string").put("pattern", "^" + REFERENCE + "$"));
    return either;
  }

  private static void constrain(AnnotatedElement on, ObjectNode schema) {
    ObjectNode target =
        schema.get("anyOf") instanceof ArrayNode either && either.get(0) instanceof ObjectNode first
            ? first
            : schema;
    boolean number = target.path("type").stringValue("").matches("integer|number");
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
        && target.path("type").stringValue("").equals("array")) {
      target.put("minItems", 1);
    }
    @Nullable Pattern pattern = on.getAnnotation(Pattern.class);
    if (pattern != null) {
      matching(schema, pattern.regexp());
    } else if (on.getAnnotation(NotBlank.class) != null) {
      schema.put("pattern", "\\S");
    }
  }
}
