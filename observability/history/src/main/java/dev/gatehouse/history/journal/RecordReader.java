package dev.gatehouse.history.journal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads what [RecordWriter] wrote. Bytes that nobody wrote so give a [DamagedRecordException],
/// never another exception and never more memory than there are bytes.
final class RecordReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  RecordReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  int position() {
    return at;
  }

  int octet() {
    need(1);
    return bytes[at++] & 0xFF;
  }

  boolean flag() {
    return octet() != 0;
  }

  long unsigned() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int octet = octet();
      value |= (long) (octet & 0x7F) << shift;
      if (octet < 0x80) {
        return value;
      }
    }
    throw new DamagedRecordException("a number is too long");
  }

  long signed() {
    long value = unsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  int count() {
    long value = unsigned();
    if (value < 0 || value > end - at) {
      throw new DamagedRecordException("a length is beyond the end");
    }
    return (int) value;
  }

  long fixed() {
    need(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[at++] & 0xFF);
    }
    return value;
  }

  byte[] bytes() {
    return raw(count());
  }

  byte[] raw(int count) {
    need(count);
    byte[] value = Arrays.copyOfRange(bytes, at, at + count);
    at += count;
    return value;
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  @Nullable String optionalText() {
    long length = unsigned();
    if (length == 0) {
      return null;
    }
    if (length < 0 || length - 1 > end - at) {
      throw new DamagedRecordException("a length is beyond the end");
    }
    return new String(raw((int) length - 1), StandardCharsets.UTF_8);
  }

  @Nullable Long optionalNumber() {
    return flag() ? signed() : null;
  }

  <T> List<T> list(Function<RecordReader, T> one) {
    int count = count();
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(one.apply(this));
    }
    return values;
  }

  private void need(int count) {
    if (count < 0 || end - at < count) {
      throw new DamagedRecordException("it ends too early");
    }
  }
}
