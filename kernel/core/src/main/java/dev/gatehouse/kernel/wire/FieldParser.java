package dev.gatehouse.kernel.wire;

import dev.gatehouse.sdk.http.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Reads header and trailer lines (RFC 9112, section 5). Lines end with CR LF and nothing else;
/// folding is refused.
final class FieldParser {
  private final ByteQueue in;
  private final int mostBytes;
  private final int mostLines;
  private byte[] line = new byte[256];
  private int length;

  FieldParser(ByteQueue in, int mostBytes, int mostLines) {
    this.in = in;
    this.mostBytes = mostBytes;
    this.mostLines = mostLines;
  }

  /// Reads lines up to and including the empty one.
  Headers read() throws IOException {
    Headers headers = Headers.create();
    int bytes = 0;
    while (true) {
      readLine(mostBytes - bytes);
      if (length == 0) {
        return headers;
      }
      bytes += length + 2;
      if (headers.size() == mostLines) {
        throw tooLarge();
      }
      field(headers);
    }
  }

  private WireException tooLarge() {
    return new WireException(
        431,
        "headers_too_large",
        "The header section is larger than " + mostBytes + " bytes or " + mostLines + " lines.");
  }

  private void readLine(int most) throws IOException {
    length = 0;
    while (true) {
      int c = in.next();
      if (c == '\r') {
        if (in.next() != '\n') {
          throw WireException.malformed("A header line has a CR without LF.");
        }
        return;
      }
      if (c == '\n') {
        throw WireException.malformed("A header line ends with a bare LF.");
      }
      if (length >= most) {
        throw tooLarge();
      }
      if (length == line.length) {
        line = java.util.Arrays.copyOf(line, length * 2);
      }
      line[length++] = (byte) c;
    }
  }

  private void field(Headers headers) throws WireException {
    int colon = 0;
    while (colon < length && line[colon] != ':') {
      if (!Characters.token(line[colon])) {
        throw WireException.malformed(
            line[colon] == ' ' || line[colon] == '\t'
                ? "A header line is folded or has white space before its colon."
                : "A header name has a character that is not allowed.");
      }
      colon++;
    }
    if (colon == 0 || colon == length) {
      throw WireException.malformed("A header line has no name or no colon.");
    }
    int start = colon + 1;
    int end = length;
    while (start < end && blank(line[start])) {
      start++;
    }
    while (end > start && blank(line[end - 1])) {
      end--;
    }
    for (int i = start; i < end; i++) {
      if (!Characters.value(line[i] & 0xff)) {
        throw WireException.malformed("A header value has a control character.");
      }
    }
    headers.add(
        new String(line, 0, colon, StandardCharsets.ISO_8859_1),
        new String(line, start, end - start, StandardCharsets.ISO_8859_1));
  }

  private static boolean blank(byte c) {
    return c == ' ' || c == '\t';
  }
}
