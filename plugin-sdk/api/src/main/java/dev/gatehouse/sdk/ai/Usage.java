package dev.gatehouse.sdk.ai;

import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.ProblemException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The tokens an exchange used, as the provider counted them.
///
/// `input` includes cached and cache-writing tokens, `output` includes reasoning tokens, as in the
/// GenAI semantic conventions 1.41.
///
/// @param input tokens read
/// @param output tokens generated
/// @param cachedInput the part of `input` that the provider had cached
/// @param cacheWrite the part of `input` that the provider put into its cache
/// @param reasoning the part of `output` that was thinking
/// @param raw the provider's own usage object as JSON, kept for later settlement; null when
///   estimated
public record Usage(
    long input,
    long output,
    long cachedInput,
    long cacheWrite,
    long reasoning,
    @Nullable String raw) {
  /// Returns a usage of plain input and output tokens.
  public static Usage of(long input, long output) {
    return new Usage(input, output, 0, 0, 0, null);
  }

  /// Returns input and output together.
  public long total() {
    return input + output;
  }

  /// Returns the fields of both, the later one winning where it is larger. Some protocols report
  /// input at the start of a stream and output at its end.
  public Usage merge(Usage later) {
    return new Usage(
        Math.max(input, later.input),
        Math.max(output, later.output),
        Math.max(cachedInput, later.cachedInput),
        Math.max(cacheWrite, later.cacheWrite),
        Math.max(reasoning, later.reasoning),
        both(raw, later.raw));
  }

  /// Returns the provider's fields of both reports, because the later one may leave out what it
  /// said before.
  private static @Nullable String both(@Nullable String earlier, @Nullable String later) {
    if (earlier == null || later == null || earlier.equals(later)) {
      return later == null ? earlier : later;
    }
    try {
      if (Json.parse(earlier.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode all
          && Json.parse(later.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode more) {
        all.setAll(more);
        return new String(Json.write(all), StandardCharsets.UTF_8);
      }
    } catch (ProblemException notJson) {
      // what a plugin put here is its own; the later one stands
    }
    return later;
  }
}
