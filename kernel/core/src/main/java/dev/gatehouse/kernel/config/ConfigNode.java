package dev.gatehouse.kernel.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value of the configuration with its place and its path.
public sealed interface ConfigNode {
  /// Returns where the value begins.
  Location at();

  /// Returns how to get there from the root, such as `filters[0].cache.ttl`; empty for the root.
  String path();

  /// Keys and values, in the order of the file.
  ///
  /// @param entries the values by key
  record Mapping(Location at, String path, Map<String, ConfigNode> entries) implements ConfigNode {
    /// Copies the map and keeps its order.
    public Mapping {
      entries = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /// Returns a mapping without entries.
    public static Mapping empty(Location at, String path) {
      return new Mapping(at, path, Map.of());
    }

    /// Returns the same mapping without some keys.
    public Mapping without(java.util.Collection<String> keys) {
      Map<String, ConfigNode> rest = new LinkedHashMap<>(entries);
      rest.keySet().removeAll(keys);
      return new Mapping(at, path, rest);
    }
  }

  /// A list.
  ///
  /// @param items the values in order
  record Sequence(Location at, String path, List<ConfigNode> items) implements ConfigNode {
    /// Copies the list.
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// A single value.
  ///
  /// @param text as it stands in the file, unquoted
  /// @param kind what the file's syntax says it is
  record Scalar(Location at, String path, String text, Kind kind) implements ConfigNode {
    /// What the syntax says a value is.
    public enum Kind {
      /// Text.
      STRING,
      /// A whole or decimal number.
      NUMBER,
      /// `true` or `false`.
      BOOLEAN,
      /// Nothing, `null` or `~`.
      NULL
    }
  }

  /// Returns whether the value is absent in all but name.
  default boolean isNull() {
    return this instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NULL;
  }

  /// Returns what kind of value it is, for messages.
  default String kindName() {
    return switch (this) {
      case Mapping _ -> "a mapping";
      case Sequence _ -> "a list";
      case Scalar scalar ->
          switch (scalar.kind()) {
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "nothing";
          };
    };
  }

  /// Returns the path of a key below a path.
  static String child(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
