package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.http.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads and writes the `usage` object.
final class UsageReader {
  private UsageReader() {}

  /// Returns the usage, or null when there is none. Newer operations call the counts `input_tokens`
  /// and `output_tokens`; some servers tell cached tokens at the top.
  static @Nullable Usage read(JsonNode usage) {
    if (!usage.isObject()) {
      return null;
    }
    JsonNode input = details(usage, "prompt_tokens_details", "input_tokens_details");
    JsonNode output = details(usage, "completion_tokens_details", "output_tokens_details");
    long cached = count(input, "cached_tokens");
    return new Usage(
        Math.max(count(usage, "prompt_tokens"), count(usage, "input_tokens")),
        Math.max(count(usage, "completion_tokens"), count(usage, "output_tokens")),
        cached == 0 ? count(usage, "prompt_cache_hit_tokens") : cached,
        count(input, "cache_write_tokens"),
        count(output, "reasoning_tokens"),
        new String(Json.write(usage), StandardCharsets.UTF_8));
  }

  static ObjectNode write(Usage usage, boolean withOutput) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("prompt_tokens", usage.input());
    if (!withOutput) {
      return node.put("total_tokens", usage.input());
    }
    node.put("completion_tokens", usage.output()).put("total_tokens", usage.total());
    node.putObject("prompt_tokens_details")
        .put("cached_tokens", usage.cachedInput())
        .put("cache_write_tokens", usage.cacheWrite());
    node.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
    return node;
  }

  private static JsonNode details(JsonNode usage, String name, String newerName) {
    JsonNode details = usage.path(name);
    return details.isObject() ? details : usage.path(newerName);
  }

  private static long count(JsonNode object, String name) {
    JsonNode count = object.path(name);
    return count.isIntegralNumber() && count.canConvertToLong()
        ? Math.max(0, count.longValue())
        : 0;
  }
}
