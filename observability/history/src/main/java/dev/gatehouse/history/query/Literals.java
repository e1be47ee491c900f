package dev.gatehouse.history.query;

import dev.gatehouse.history.query.Field.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads numbers, numbers with units, and times, each into the interval that it stands for: `5xx`
/// is 500 to 599, a date is its whole day (UTC).
public final class Literals {
  private static final Pattern NUMBER =
      Pattern.compile("([+-]?\\d{1,18}(?:\\.\\d{1,18})?)\\s*([\\p{L}µ$]*)");
  private static final Pattern CLASS = Pattern.compile("([1-9])[xX]{2}");
  private static final Pattern RELATIVE = Pattern.compile("now(?:([+-])(\\d{1,9})([smhdw]))?");
  private static final Pattern MILLIS = Pattern.compile("\\d{10,15}");

  private static final Map<String, Long> COUNTS =
      Map.of("", 1L, "k", 1_000L, "m", 1_000_000L, "g", 1_000_000_000L);
  private static final Map<String, Long> MICROS =
      Map.ofEntries(
          Map.entry("us", 1L),
          Map.entry("µs", 1L),
          Map.entry("", 1_000L),
          Map.entry("ms", 1_000L),
          Map.entry("s", 1_000_000L),
          Map.entry("m", 60_000_000L),
          Map.entry("min", 60_000_000L),
          Map.entry("h", 3_600_000_000L),
          Map.entry("d", 86_400_000_000L));
  private static final Map<String, Long> DOLLARS =
      Map.of("", 1_000_000_000L, "$", 1_000_000_000L, "usd", 1_000_000_000L);
  private static final Map<String, Long> BYTES =
      Map.of(
          "",
          1L,
          "b",
          1L,
          "kb",
          1_000L,
          "mb",
          1_000_000L,
          "gb",
          1_000_000_000L,
          "kib",
          1L << 10,
          "mib",
          1L << 20,
          "gib",
          1L << 30);

  private Literals() {}

  /// Reads a literal.
  ///
  /// @param kind the kind of the field it is compared with, one with an order
  /// @param now what `now` means
  /// @return empty when it is none of that kind
  public static Optional<Interval> read(Kind kind, String text, Instant now) {
    String trimmed = text.strip();
    return switch (kind) {
      case NUMBER -> statusClass(trimmed).or(() -> scaled(trimmed, COUNTS));
      case DURATION -> scaled(trimmed, MICROS);
      case MONEY -> scaled(trimmed.startsWith("$") ? trimmed.substring(1) : trimmed, DOLLARS);
      case SIZE -> scaled(trimmed, BYTES);
      case TIME -> time(trimmed, now);
      case KEYWORD, WORD, ID, TEXT -> Optional.empty();
    };
  }

  /// Returns a sentence that says how literals of the kind are written.
  public static String expected(Kind kind) {
    return switch (kind) {
      case NUMBER -> "Write a number such as 200, 4k or 5xx.";
      case DURATION -> "Write a time such as 250ms, 2s or 1m; without a unit it is milliseconds.";
      case MONEY -> "Write US dollars such as 0.01.";
      case SIZE -> "Write a size such as 512, 10kB or 1MiB.";
      case TIME -> "Write a time such as now-1h, 2026-01-31 or 2026-01-31T12:00:00Z.";
      case KEYWORD, WORD, ID, TEXT -> "Write a word or a text in quotes.";
    };
  }

  private static Optional<Interval> statusClass(String text) {
    Matcher matcher = CLASS.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(matcher.group(1)) * 100;
    return Optional.of(new Interval(first, first + 99));
  }

  private static Optional<Interval> scaled(String text, Map<String, Long> units) {
    Matcher matcher = NUMBER.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Long unit = units.get(matcher.group(2).toLowerCase(Locale.ROOT));
    if (unit == null) {
      return Optional.empty();
    }
    BigDecimal exact = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
    try {
      // a value between two whole numbers is an empty interval that still compares rightly
      return Optional.of(
          new Interval(
              exact.setScale(0, RoundingMode.CEILING).longValueExact(),
              exact.setScale(0, RoundingMode.FLOOR).longValueExact()));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<Interval> time(String text, Instant now) {
    Matcher relative = RELATIVE.matcher(text.toLowerCase(Locale.ROOT));
    if (relative.matches()) {
      return Optional.of(millis(now.toEpochMilli() + shift(relative)));
    }
    if (MILLIS.matcher(text).matches()) {
      return Optional.of(millis(Long.parseLong(text)));
    }
    try {
      if (text.indexOf('T') < 0 && text.indexOf('t') < 0) {
        LocalDate day = LocalDate.parse(text);
        long first = day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        long next = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        return Optional.of(new Interval(first, next - 1));
      }
      boolean zoned =
          text.endsWith("Z") || text.endsWith("z") || text.matches(".*[+-]\\d\\d:?\\d\\d");
      Instant instant =
          zoned
              ? OffsetDateTime.parse(text).toInstant()
              : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      return Optional.of(millis(instant.toEpochMilli()));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static long shift(Matcher relative) {
    if (relative.group(1) == null) {
      return 0;
    }
    long unit =
        switch (relative.group(3)) {
          case "s" -> 1_000L;
          case "m" -> 60_000L;
          case "h" -> 3_600_000L;
          case "d" -> 86_400_000L;
          default -> 7 * 86_400_000L;
        };
    long millis = Long.parseLong(relative.group(2)) * unit;
    return relative.group(1).equals("-") ? -millis : millis;
  }

  private static Interval millis(long at) {
    return new Interval(at, at);
  }
}
