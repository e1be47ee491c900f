package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.http.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads and writes the `usage` object. Anthropic counts cached tokens beside `input_tokens`, the
/// neutral form within.
final class UsageShape {
  private UsageShape() {}

  static @Nullable Usage read(JsonNode usage) {
    if (!usage.isObject()) {
      return null;
    }
    long cached = Fields.count(usage, "cache_read_input_tokens");
    long written = Fields.count(usage, "cache_creation_input_tokens");
    return new Usage(
        Fields.count(usage, "input_tokens") + cached + written,
        Fields.count(usage, "output_tokens"),
        cached,
        written,
        Fields.count(usage.path("output_tokens_details"), "thinking_tokens"),
        new String(Json.write(usage), StandardCharsets.UTF_8));
  }

  /// Returns the object; zeros when nothing was counted, because clients insist on it.
  static ObjectNode write(@Nullable Usage counted) {
    Usage usage = counted == null ? Usage.of(0, 0) : counted;
    long uncached = Math.max(0, usage.input() - usage.cachedInput() - usage.cacheWrite());
    return JsonNodeFactory.instance
        .objectNode()
        .put("input_tokens", uncached)
        .put("cache_creation_input_tokens", usage.cacheWrite())
        .put("cache_read_input_tokens", usage.cachedInput())
        .put("output_tokens", usage.output());
  }
}
