package dev.gatehouse.kernel.wire;

import java.io.EOFException;
import java.io.IOException;

/// Bytes that were read and not yet understood, in front of a source of more.
final class ByteQueue {
  /// Where more bytes come from.
  interface Source {
    int read(byte[] buffer, int offset, int length) throws IOException;
  }

  private static final int SIZE = 16 * 1024;
  private final Source source;
  private byte[] bytes = new byte[SIZE];
  private int position;
  private int limit;

  ByteQueue(Source source) {
    this.source = source;
  }

  /// Returns whether a byte is there without reading.
  boolean available() {
    return position < limit;
  }

  /// Returns whether so many whole lines are there, and at least a byte behind them.
  boolean linesAndMore(int lines) {
    int left = lines;
    for (int i = position; i < limit - 1; i++) {
      if (bytes[i] == '\n' && --left == 0) {
        return true;
      }
    }
    return false;
  }

  /// Returns the next byte without taking it, or -1 at the end.
  int peek() throws IOException {
    if (position == limit && !fill()) {
      return -1;
    }
    return bytes[position] & 0xff;
  }

  /// Takes the next byte.
  ///
  /// @throws EOFException at the end
  int next() throws IOException {
    if (position == limit && !fill()) {
      throw new EOFException("the peer closed in the middle of a message");
    }
    return bytes[position++] & 0xff;
  }

  /// Takes up to `length` bytes; those that are there first, then directly from the source.
  ///
  /// @return how many, or -1 at the end
  int read(byte[] buffer, int offset, int length) throws IOException {
    int there = limit - position;
    if (there > 0) {
      int n = Math.min(there, length);
      System.arraycopy(bytes, position, buffer, offset, n);
      position += n;
      return n;
    }
    if (length >= SIZE / 2) {
      return source.read(buffer, offset, length);
    }
    return fill() ? read(buffer, offset, length) : -1;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = 0;
    int n = source.read(bytes, 0, bytes.length);
    limit = Math.max(n, 0);
    return n > 0;
  }
}
