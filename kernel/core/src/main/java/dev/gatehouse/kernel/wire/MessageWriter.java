package dev.gatehouse.kernel.wire;

import dev.gatehouse.sdk.http.Headers;
import java.io.IOException;

/// Puts messages together and sends them in few writes. The same on both sides.
final class MessageWriter {
  /// Where bytes go.
  interface Sink {
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  private static final int SIZE = 16 * 1024;
  // Room for a chunk's size line and its end, besides its data.
  private static final int CHUNK_OVERHEAD = 12;
  private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private final Sink sink;
  private byte[] out = new byte[2 * 1024];
  private int length;

  MessageWriter(Sink sink) {
    this.sink = sink;
  }

  /// Writes text whose characters are single bytes.
  void text(String text) throws IOException {
    int size = text.length();
    room(size);
    for (int i = 0; i < size; i++) {
      out[length++] = (byte) text.charAt(i);
    }
  }

  /// Writes the fields that may be sent, one by one, and leaves framing to the caller.
  ///
  /// @throws IllegalArgumentException when a name or value cannot be sent; the value is not
  ///   repeated
  void fields(Headers headers) throws IOException {
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.nameAt(i);
      if (!Framing.hopByHop(name)) {
        field(name, headers.valueAt(i));
      }
    }
  }

  void field(String name, String value) throws IOException {
    if (!Characters.token(name) || !Characters.value(value)) {
      throw new IllegalArgumentException(
          "the header field " + (Characters.token(name) ? name : "") + " cannot be sent");
    }
    text(name);
    text(": ");
    text(value);
    text("\r\n");
  }

  void data(byte[] bytes, int offset, int count) throws IOException {
    if (count > SIZE - length) {
      flush();
      if (count >= SIZE) {
        sink.write(bytes, offset, count);
        return;
      }
    }
    room(count);
    System.arraycopy(bytes, offset, out, length, count);
    length += count;
  }

  void chunk(byte[] bytes, int offset, int count) throws IOException {
    if (count == 0) {
      return;
    }
    if (count + CHUNK_OVERHEAD > SIZE - length) {
      flush();
    }
    room(CHUNK_OVERHEAD);
    int shift = 28;
    while (shift > 0 && (count >>> shift) == 0) {
      shift -= 4;
    }
    for (; shift >= 0; shift -= 4) {
      out[length++] = HEX[(count >>> shift) & 0xf];
    }
    out[length++] = '\r';
    out[length++] = '\n';
    data(bytes, offset, count);
    room(2);
    out[length++] = '\r';
    out[length++] = '\n';
  }

  void lastChunk() throws IOException {
    data(LAST_CHUNK, 0, LAST_CHUNK.length);
  }

  void flush() throws IOException {
    if (length > 0) {
      int count = length;
      length = 0;
      sink.write(out, 0, count);
    }
  }

  private void room(int count) throws IOException {
    if (count > SIZE) {
      throw new IllegalArgumentException("a header field is longer than " + SIZE + " bytes");
    }
    if (length + count > SIZE) {
      flush();
    }
    if (length + count > out.length) {
      out = java.util.Arrays.copyOf(out, Math.min(SIZE, Math.max(length + count, out.length * 4)));
    }
  }
}
