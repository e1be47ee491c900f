package dev.gatehouse.kernel.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as a configuration writes them: `250ms`, `10s`, `5m`, `1h`, `7d`.
public final class Durations {
  static final String ALLOWED = "a duration such as 250ms, 10s, 5m, 1h or 7d";
  static final String PATTERN = "[0-9]{1,12}(ms|s|m|h|d)|0";
  private static final Pattern FORMAT = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)|0");

  private Durations() {}

  /// Reads the written form.
  ///
  /// @throws IllegalArgumentException when it is none; the message says what is allowed
  public static Duration parse(String text) {
    Matcher matcher = FORMAT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected " + ALLOWED + ", got \"" + text + "\"");
    }
    if (matcher.group(1) == null) {
      return Duration.ZERO;
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /// Writes a duration in the largest unit that fits exactly.
  public static String print(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0";
    }
    if (millis % 86_400_000 == 0) {
      return millis / 86_400_000 + "d";
    }
    if (millis % 3_600_000 == 0) {
      return millis / 3_600_000 + "h";
    }
    if (millis % 60_000 == 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
