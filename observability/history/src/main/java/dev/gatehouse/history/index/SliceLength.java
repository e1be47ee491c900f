package dev.gatehouse.history.index;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/// How long a time slice is.
public enum SliceLength {
  /// One hour (UTC).
  HOUR(ChronoUnit.HOURS, "uuuu-MM-dd'T'HH"),
  /// One day (UTC).
  DAY(ChronoUnit.DAYS, "uuuu-MM-dd");

  private final ChronoUnit unit;
  private final DateTimeFormatter format;

  SliceLength(ChronoUnit unit, String pattern) {
    this.unit = unit;
    this.format = DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
  }

  /// Returns the slice that holds the time.
  SliceSpan at(long millis) {
    Instant start = Instant.ofEpochMilli(millis).truncatedTo(unit);
    long first = start.toEpochMilli();
    return new SliceSpan(format.format(start), first, first + millis() - 1);
  }

  /// Returns the slice of a folder's name.
  ///
  /// @throws java.time.DateTimeException when it is no such name
  SliceSpan named(String name) {
    Instant start =
        this == DAY
            ? LocalDate.parse(name, format).atStartOfDay(ZoneOffset.UTC).toInstant()
            : LocalDateTime.parse(name, format).toInstant(ZoneOffset.UTC);
    return at(start.toEpochMilli());
  }

  private long millis() {
    return Duration.of(1, unit).toMillis();
  }
}
