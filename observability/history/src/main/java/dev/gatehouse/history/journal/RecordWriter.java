package dev.gatehouse.history.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Writes values in a compact form: numbers in groups of seven bits, lowest first, texts and lists
/// with their length before them, absence as a length of zero.
final class RecordWriter {
  private byte[] bytes;
  private int length;

  /// Starts with room for this many bytes, and makes more as needed.
  RecordWriter(int capacity) {
    this.bytes = new byte[capacity];
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  int length() {
    return length;
  }

  void octet(int value) {
    room(1);
    bytes[length++] = (byte) value;
  }

  void flag(boolean value) {
    octet(value ? 1 : 0);
  }

  void unsigned(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /// Small numbers of either sign stay short.
  void signed(long value) {
    unsigned((value << 1) ^ (value >> 63));
  }

  void fixed(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
  }

  void bytes(byte[] value) {
    unsigned(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  /// Writes what another one holds, with its length before it.
  void bytes(RecordWriter other) {
    unsigned(other.length);
    raw(other.bytes, other.length);
  }

  void raw(byte[] value, int count) {
    room(count);
    System.arraycopy(value, 0, bytes, length, count);
    length += count;
  }

  /// Unpaired surrogates, which UTF-8 cannot hold, become question marks.
  void text(String value) {
    bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  void optional(@Nullable String value) {
    if (value == null) {
      unsigned(0);
      return;
    }
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    unsigned(encoded.length + 1L);
    raw(encoded, encoded.length);
  }

  void optional(@Nullable Long value) {
    flag(value != null);
    if (value != null) {
      signed(value);
    }
  }

  <T> void list(List<T> values, BiConsumer<RecordWriter, T> one) {
    unsigned(values.size());
    for (T value : values) {
      one.accept(this, value);
    }
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), 2 * bytes.length));
    }
  }
}
