package dev.gatehouse.sdk;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes, written in configuration as `512B`, `64KiB`, `10MiB`, `2GiB` or with the
/// decimal units `kB`, `MB`, `GB`.
///
/// @param bytes the number, never negative
public record ByteSize(long bytes) {
  private static final Pattern FORMAT =
      Pattern.compile("(\\d{1,15})\\s*(B|kB|KB|KiB|MB|MiB|GB|GiB)?");

  /// Checks the range.
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is not negative, got " + bytes);
    }
  }

  /// Reads the written form.
  ///
  /// @throws IllegalArgumentException when it is none; the message says what is allowed
  public static ByteSize parse(String text) {
    Matcher matcher = FORMAT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a size such as 512B, 64KiB or 10MiB, got \"" + text + "\"");
    }
    String unit = matcher.group(2) == null ? "b" : matcher.group(2).toLowerCase(Locale.ROOT);
    long factor =
        switch (unit) {
          case "b" -> 1L;
          case "kb" -> 1_000L;
          case "kib" -> 1L << 10;
          case "mb" -> 1_000_000L;
          case "mib" -> 1L << 20;
          case "gb" -> 1_000_000_000L;
          case "gib" -> 1L << 30;
          default -> throw new IllegalArgumentException("unknown unit of size " + unit);
        };
    try {
      return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), factor));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("the size " + text + " is too large", e);
    }
  }

  /// Returns the size as an `int`, or [Integer#MAX_VALUE] when it is larger.
  public int toInt() {
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  @Override
  public String toString() {
    if (bytes > 0 && bytes % (1L << 30) == 0) {
      return (bytes >> 30) + "GiB";
    }
    if (bytes > 0 && bytes % (1L << 20) == 0) {
      return (bytes >> 20) + "MiB";
    }
    if (bytes > 0 && bytes % (1L << 10) == 0) {
      return (bytes >> 10) + "KiB";
    }
    return bytes + "B";
  }
}
