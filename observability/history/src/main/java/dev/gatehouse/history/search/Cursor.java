package dev.gatehouse.history.search;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/// The place of a record in the order of all: new records come before it and move nothing.
///
/// @param time when it arrived, in milliseconds since 1970
/// @param sequence the journal's sequence, which orders those of one millisecond
public record Cursor(long time, long sequence) {
  private static final byte VERSION = 1;
  private static final int LENGTH = 17;

  /// Returns the cursor of its written form; empty when it is none.
  public static Optional<Cursor> parse(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      return bytes.remaining() == LENGTH && bytes.get() == VERSION
          ? Optional.of(new Cursor(bytes.getLong(), bytes.getLong()))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Returns the written form, of letters, digits, `-` and `_`.
  public String text() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH).put(VERSION).putLong(time).putLong(sequence);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }
}
