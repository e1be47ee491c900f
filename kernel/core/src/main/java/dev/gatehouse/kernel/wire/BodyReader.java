package dev.gatehouse.kernel.wire;

import dev.gatehouse.sdk.http.Headers;
import java.io.EOFException;
import java.io.IOException;

/// Reads one message body from a connection (RFC 9112, sections 6 and 7). The same on both sides.
final class BodyReader {
  private static final int MOST_LINE = 4 * 1024;
  private static final int TRAILER_BYTES = 8 * 1024;
  private static final int TRAILER_LINES = 50;

  private enum State {
    LENGTH,
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_END,
    UNTIL_CLOSE,
    DONE
  }

  private final ByteQueue in;
  private final long most;
  private State state;
  private long left;
  private long taken;
  private Headers trailers = Headers.create();

  private BodyReader(ByteQueue in, State state, long left, long most) {
    this.in = in;
    this.state = state;
    this.left = left;
    this.most = most;
  }

  static BodyReader ofLength(ByteQueue in, long length) {
    return new BodyReader(in, length == 0 ? State.DONE : State.LENGTH, length, Long.MAX_VALUE);
  }

  /// Reads a chunked body of at most `most` bytes.
  static BodyReader chunked(ByteQueue in, long most) {
    return new BodyReader(in, State.CHUNK_SIZE, 0, most);
  }

  static BodyReader untilClose(ByteQueue in) {
    return new BodyReader(in, State.UNTIL_CLOSE, 0, Long.MAX_VALUE);
  }

  /// Returns whether the body was read to its proper end.
  boolean done() {
    return state == State.DONE;
  }

  /// Returns whether the end is marked by the end of the connection.
  boolean untilClose() {
    return state == State.UNTIL_CLOSE;
  }

  /// Returns whether bytes of the body are there without reading from the connection.
  boolean available() {
    return switch (state) {
      case DONE -> false;
      case CHUNK_END -> in.linesAndMore(2);
      case CHUNK_SIZE -> in.linesAndMore(1);
      case LENGTH, CHUNK_DATA, UNTIL_CLOSE -> in.available();
    };
  }

  /// Returns the trailers, once the body is done.
  Headers trailers() {
    return trailers;
  }

  /// Reads some bytes.
  ///
  /// @return how many, or -1 at the proper end
  /// @throws EOFException when the peer closed before that
  /// @throws WireException when the framing is broken or the body too large
  int read(byte[] buffer, int offset, int length) throws IOException {
    return switch (state) {
      case DONE -> -1;
      case UNTIL_CLOSE -> {
        int n = in.read(buffer, offset, length);
        if (n < 0) {
          state = State.DONE;
        }
        yield n;
      }
      case LENGTH -> {
        int n = some(buffer, offset, length);
        if (left == 0) {
          state = State.DONE;
        }
        yield n;
      }
      case CHUNK_SIZE -> {
        chunkHead();
        yield read(buffer, offset, length);
      }
      case CHUNK_DATA -> {
        int n = some(buffer, offset, length);
        if (left == 0) {
          // Not read yet: it may be late, and the data need not wait for it.
          state = State.CHUNK_END;
        }
        yield n;
      }
      case CHUNK_END -> {
        expectLineEnd("A chunk is longer than its size says.");
        state = State.CHUNK_SIZE;
        yield read(buffer, offset, length);
      }
    };
  }

  private int some(byte[] buffer, int offset, int length) throws IOException {
    int n = in.read(buffer, offset, (int) Math.min(length, left));
    if (n < 0) {
      throw new EOFException("the body ended " + left + " bytes early");
    }
    left -= n;
    return n;
  }

  /// Reads `chunk-size [ chunk-ext ] CRLF`, and the trailers after the last chunk.
  private void chunkHead() throws IOException {
    long size = 0;
    int digits = 0;
    int c = in.next();
    for (int digit = Characters.hex(c); digit >= 0; digit = Characters.hex(c)) {
      if (++digits > 15) {
        throw WireException.malformed("A chunk size has more than 15 digits.");
      }
      size = size * 16 + digit;
      c = in.next();
    }
    if (digits == 0) {
      throw WireException.malformed("A chunk size is not a hexadecimal number.");
    }
    if (c != '\r') {
      c = extension(c);
    }
    if (c != '\r' || in.next() != '\n') {
      throw WireException.malformed("A chunk size is not followed by CR LF.");
    }
    taken += size;
    if (taken > most) {
      throw RequestParser.tooLarge(most);
    }
    if (size == 0) {
      trailers = new FieldParser(in, TRAILER_BYTES, TRAILER_LINES).read();
      state = State.DONE;
    } else {
      left = size;
      state = State.CHUNK_DATA;
    }
  }

  /// Skips extensions (section 7.1.1): they begin with `;` after optional blanks, and hold no
  /// control character.
  private int extension(int first) throws IOException {
    int c = first;
    int length = 0;
    while (c == ' ' || c == '\t') {
      c = bounded(++length);
    }
    if (c != ';') {
      throw WireException.malformed("A chunk size is followed by something that is no extension.");
    }
    boolean named = false;
    while (c != '\r') {
      if (!Characters.value(c)) {
        throw WireException.malformed("A chunk extension has a control character.");
      }
      named |= Characters.token(c);
      c = bounded(++length);
    }
    if (!named) {
      throw WireException.malformed("A chunk extension has no name.");
    }
    return c;
  }

  private int bounded(int length) throws IOException {
    if (length > MOST_LINE) {
      throw WireException.malformed("A chunk extension is longer than " + MOST_LINE + " bytes.");
    }
    return in.next();
  }

  private void expectLineEnd(String complaint) throws IOException {
    if (in.next() != '\r' || in.next() != '\n') {
      throw WireException.malformed(complaint);
    }
  }
}
