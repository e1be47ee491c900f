package dev.gatehouse.plugins.anthropic;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Tolerant looks at JSON of others.
final class Fields {
  private Fields() {}

  /// Returns the text of a field, or null when it is absent or no text.
  static @Nullable String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isString() ? value.stringValue() : null;
  }

  /// Returns the text of a field, or an empty one.
  static String textOrEmpty(JsonNode object, String field) {
    String text = text(object, field);
    return text == null ? "" : text;
  }

  /// Returns a count, or 0 when it is absent or none.
  static long count(JsonNode object, String field) {
    JsonNode count = object.path(field);
    return count.isIntegralNumber() && count.canConvertToLong()
        ? Math.max(0, count.longValue())
        : 0;
  }
}
