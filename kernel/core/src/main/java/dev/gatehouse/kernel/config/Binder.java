package dev.gatehouse.kernel.config;

import dev.gatehouse.kernel.config.ConfigNode.Mapping;
import dev.gatehouse.kernel.config.ConfigNode.Scalar;
import dev.gatehouse.kernel.config.ConfigNode.Sequence;
import dev.gatehouse.kernel.config.RecordModel.Component;
import dev.gatehouse.sdk.ByteSize;
import dev.gatehouse.sdk.Secret;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Turns located nodes into records, and tells everything that does not fit.
///
/// Own code rather than a schema validator and a JSON binder: both together cost over a second of a
/// cold start, and their caches keep a plugin's classes alive after it is gone.
public final class Binder {
  private final References references;
  private final ConfigProblems problems;

  /// Makes a binder that reports to the given problems.
  public Binder(References references, ConfigProblems problems) {
    this.references = references;
    this.problems = problems;
  }

  /// Binds a node to a record.
  ///
  /// @return the record, or null when something is wrong, which has been reported
  public <T extends Record> @Nullable T bind(ConfigNode node, Class<T> type) {
    return type.cast(record(node, type));
  }

  /// Returns a text that differs when a node would be bound to something else, and holds no secret.
  public String fingerprint(ConfigNode node) {
    return ConfigHash.ofBound(node, references);
  }

  private @Nullable Record record(ConfigNode node, Class<? extends Record> type) {
    RecordModel model = RecordModel.of(type);
    ConfigNode given = node.isNull() ? Mapping.empty(node.at(), node.path()) : node;
    if (!(given instanceof Mapping mapping)) {
      problems.error(
          node, "expected keys and values, got " + node.kindName() + "; " + knownKeys(model));
      return null;
    }
    @Nullable Object[] values = new Object[model.components().size()];
    boolean complete = true;
    if (model.entries()) {
      values[0] = map(mapping, model.components().getFirst().type());
      complete = values[0] != null;
    } else {
      complete = knowsAllKeys(mapping, model);
      for (int i = 0; i < values.length; i++) {
        Component component = model.components().get(i);
        values[i] = component(mapping, component);
        complete &= values[i] != null || (component.nullable() && absent(mapping, component));
      }
    }
    if (!complete) {
      return null;
    }
    try {
      return model.create(values);
    } catch (IllegalArgumentException e) {
      problems.error(mapping, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private boolean knowsAllKeys(Mapping mapping, RecordModel model) {
    List<String> known = model.components().stream().map(Component::key).toList();
    boolean all = true;
    for (Map.Entry<String, ConfigNode> entry : mapping.entries().entrySet()) {
      if (!known.contains(entry.getKey())) {
        problems.error(
            entry.getValue(),
            "unknown key"
                + Suggestions.didYouMean(entry.getKey(), known)
                + "; "
                + knownKeys(model));
        all = false;
      }
    }
    return all;
  }

  private static String knownKeys(RecordModel model) {
    return "known keys: "
        + String.join(", ", model.components().stream().map(Component::key).toList());
  }

  private static boolean absent(Mapping mapping, Component component) {
    ConfigNode node = mapping.entries().get(component.key());
    return node == null || node.isNull();
  }

  private @Nullable Object component(Mapping mapping, Component component) {
    ConfigNode node = mapping.entries().get(component.key());
    String path = ConfigNode.child(mapping.path(), component.key());
    Class<?> raw = RecordModel.raw(component.type());
    if (node == null || node.isNull()) {
      Location at = node == null ? mapping.at() : node.at();
      String fallback = component.defaultText();
      if (fallback != null) {
        return value(new Scalar(at, path, fallback, Scalar.Kind.STRING), component.type());
      }
      if (component.nullable()) {
        return null;
      }
      if (raw == List.class) {
        return checked(List.of(), component.constraints(), new Sequence(at, path, List.of()));
      }
      if (raw == Map.class) {
        return checked(Map.of(), component.constraints(), Mapping.empty(at, path));
      }
      if (RecordModel.optional(component)) {
        return value(Mapping.empty(at, path), component.type());
      }
      problems.error(at, path, "is required" + hint(component));
      return null;
    }
    return checkedValue(node, component.type(), component.constraints());
  }

  private static String hint(Component component) {
    return component.option() == null ? "" : ": " + component.option().description();
  }

  private @Nullable Object element(ConfigNode node, AnnotatedType type) {
    return checkedValue(node, type, type);
  }

  private @Nullable Object checkedValue(
      ConfigNode node, AnnotatedType type, AnnotatedElement constraints) {
    Object value = value(node, type);
    return value == null ? null : checked(value, constraints, node);
  }

  private @Nullable Object checked(Object value, AnnotatedElement constraints, ConfigNode node) {
    String complaint = Constraints.complaint(value, constraints);
    if (complaint == null) {
      return value;
    }
    problems.error(node, complaint);
    return null;
  }

  private @Nullable Object value(ConfigNode node, AnnotatedType type) {
    Class<?> raw = RecordModel.raw(type);
    if (raw == List.class) {
      return list(node, type);
    }
    if (raw == Map.class) {
      return map(node, type);
    }
    if (raw == JsonNode.class) {
      return ConfigJson.tree(node, references, problems);
    }
    if (RecordModel.nested(raw)) {
      return record(node, raw.asSubclass(Record.class));
    }
    if (!(node instanceof Scalar scalar)) {
      problems.error(node, "expected " + expected(raw) + ", got " + node.kindName());
      return null;
    }
    return scalar(scalar, raw);
  }

  private @Nullable List<Object> list(ConfigNode node, AnnotatedType type) {
    if (!(node instanceof Sequence sequence)) {
      // One value stands for a list of one, which is what people write.
      Object only = node instanceof Scalar ? element(node, RecordModel.argument(type, 0)) : null;
      if (only == null && !(node instanceof Scalar)) {
        problems.error(node, "expected a list, got " + node.kindName());
      }
      return only == null ? null : List.of(only);
    }
    List<Object> values = new ArrayList<>();
    boolean complete = true;
    for (ConfigNode item : sequence.items()) {
      Object value = element(item, RecordModel.argument(type, 0));
      complete &= value != null;
      if (value != null) {
        values.add(value);
      }
    }
    return complete ? List.copyOf(values) : null;
  }

  private @Nullable Map<String, Object> map(ConfigNode node, AnnotatedType type) {
    if (!(node instanceof Mapping mapping)) {
      problems.error(node, "expected names with values, got " + node.kindName());
      return null;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    boolean complete = true;
    for (Map.Entry<String, ConfigNode> entry : mapping.entries().entrySet()) {
      Object value = element(entry.getValue(), RecordModel.argument(type, 1));
      complete &= value != null;
      if (value != null) {
        values.put(entry.getKey(), value);
      }
    }
    return complete ? java.util.Collections.unmodifiableMap(values) : null;
  }

  private @Nullable Object scalar(Scalar node, Class<?> raw) {
    if (raw == Secret.class) {
      try {
        Secret secret = references.secret(node.text());
        problems.hide(secret.reveal(), References.present(node.text()) ? node.text() : "***");
        return secret;
      } catch (IllegalArgumentException e) {
        problems.error(node, String.valueOf(e.getMessage()));
        return null;
      }
    }
    String text;
    try {
      text = references.resolve(node.text());
      if (References.present(node.text())) {
        problems.hide(text, node.text());
      }
    } catch (IllegalArgumentException e) {
      problems.error(node, String.valueOf(e.getMessage()));
      return null;
    }
    try {
      return parsed(text.strip(), text, raw);
    } catch (IllegalArgumentException e) {
      problems.error(
          node,
          e instanceof NumberFormatException || e.getMessage() == null
              ? "expected " + expected(raw) + ", got \"" + text + "\""
              : e.getMessage());
      return null;
    }
  }

  static Object parsed(String text, String verbatim, Class<?> raw) {
    if (raw == String.class) {
      return verbatim;
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default ->
            throw new IllegalArgumentException("expected true or false, got \"" + text + "\"");
      };
    }
    if (raw == int.class || raw == Integer.class) {
      return Integer.parseInt(text);
    }
    if (raw == long.class || raw == Long.class) {
      return Long.parseLong(text);
    }
    if (raw == double.class || raw == Double.class) {
      double number = Double.parseDouble(text);
      if (!Double.isFinite(number)) {
        throw new NumberFormatException(text);
      }
      return number;
    }
    if (raw == Duration.class) {
      return Durations.parse(text);
    }
    if (raw == ByteSize.class) {
      return ByteSize.parse(text);
    }
    if (raw == URI.class) {
      return uri(text);
    }
    if (raw.isEnum()) {
      return constant(text, raw);
    }
    throw new IllegalStateException("a configuration record has no component of " + raw);
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getScheme() != null && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "expected a URL such as https://example.org/v1, got \"" + text + "\"", e);
    }
    throw new IllegalArgumentException(
        "expected a URL such as https://example.org/v1, without user or password");
  }

  private static Object constant(String text, Class<?> raw) {
    List<String> allowed = new ArrayList<>();
    for (Object each : raw.getEnumConstants()) {
      String written = RecordModel.kebab((Enum<?>) each);
      if (written.equalsIgnoreCase(text.replace('_', '-'))) {
        return each;
      }
      allowed.add(written);
    }
    throw new IllegalArgumentException(
        "\""
            + text
            + "\" is not one of "
            + String.join(", ", allowed)
            + Suggestions.didYouMean(text, allowed));
  }

  private static String expected(Class<?> raw) {
    if (raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class) {
      return "a whole number";
    }
    if (raw == double.class || raw == Double.class) {
      return "a number";
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return "true or false";
    }
    if (raw == Duration.class) {
      return Durations.ALLOWED;
    }
    if (raw == ByteSize.class) {
      return "a size such as 64KiB or 10MiB";
    }
    if (raw == URI.class) {
      return "a URL";
    }
    if (raw.isEnum()) {
      return "one of "
          + String.join(
              ", ",
              Arrays.stream(raw.getEnumConstants())
                  .map(each -> RecordModel.kebab((Enum<?>) each))
                  .toList());
    }
    return "a text";
  }
}
