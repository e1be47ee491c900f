package dev.gatehouse.kernel.wire;

import dev.gatehouse.sdk.http.Headers;
import java.io.IOException;
import java.util.List;

/// Reads the head of an answer (RFC 9112, sections 4 and 6.3). Interim answers (1xx) are passed
/// over.
final class ResponseParser {
  private static final int HEAD_BYTES = 64 * 1024;
  private static final int HEAD_LINES = 500;
  private static final int MOST_INTERIM = 20;

  /// A head with its framing.
  ///
  /// @param bodyLength the length of the body, -1 when chunked, -2 when it ends with the connection
  record ParsedResponse(int status, Headers headers, long bodyLength, boolean keepAlive) {}

  private ResponseParser() {}

  static ParsedResponse read(ByteQueue in, String method) throws IOException {
    for (int i = 0; i < MOST_INTERIM; i++) {
      ParsedResponse response = readOne(in, method);
      if (response.status() >= 200) {
        return response;
      }
      if (response.status() == 101) {
        break;
      }
    }
    throw WireException.malformed("The upstream does not come to an answer.");
  }

  private static ParsedResponse readOne(ByteQueue in, String method) throws IOException {
    byte[] line = new byte[12];
    for (int i = 0; i < line.length; i++) {
      line[i] = (byte) in.next();
      // Told as soon as it is certain, since what is no HTTP may never send a line's end.
      if (i < 5 && line[i] != "HTTP/".charAt(i)) {
        throw WireException.malformed("The answer is not HTTP/1.1.");
      }
    }
    boolean form =
        line[5] == '1' && line[6] == '.' && (line[7] == '1' || line[7] == '0') && line[8] == ' ';
    int status = 0;
    for (int i = 9; i < 12; i++) {
      form &= line[i] >= '0' && line[i] <= '9';
      status = status * 10 + line[i] - '0';
    }
    if (!form || status < 100 || status > 599) {
      throw WireException.malformed("The status line of the answer is malformed.");
    }
    skipReason(in);
    Headers headers = new FieldParser(in, HEAD_BYTES, HEAD_LINES).read();
    return framed(method, status, line[7] == '1', headers);
  }

  private static void skipReason(ByteQueue in) throws IOException {
    int c = in.next();
    if (c != ' ' && c != '\r') {
      throw WireException.malformed("The status line of the answer is malformed.");
    }
    for (int skipped = 0; c != '\r'; skipped++) {
      if (c == '\n') {
        throw WireException.malformed("The status line of the answer ends with a bare LF.");
      }
      if (skipped > 1024) {
        throw WireException.malformed("The status line of the answer does not end.");
      }
      c = in.next();
    }
    if (in.next() != '\n') {
      throw WireException.malformed("The status line of the answer ends with a CR without LF.");
    }
  }

  private static ParsedResponse framed(String method, int status, boolean current, Headers headers)
      throws WireException {
    List<String> codings = headers.all("transfer-encoding");
    List<String> lengths = headers.all("content-length").stream().distinct().toList();
    boolean keepAlive =
        current
            ? !Framing.lists(headers, "connection", "close")
            : Framing.lists(headers, "connection", "keep-alive");
    long length;
    if (method.equals("HEAD") || Statuses.hasNoBody(status)) {
      length = 0;
    } else if (!codings.isEmpty()) {
      if (!lengths.isEmpty()
          || codings.size() > 1
          || !codings.getFirst().equalsIgnoreCase("chunked")) {
        throw WireException.malformed("The answer's framing is ambiguous.");
      }
      length = -1;
    } else if (!lengths.isEmpty()) {
      length = Framing.contentLength(lengths);
    } else {
      length = -2;
      keepAlive = false;
    }
    Framing.stripHopByHop(headers);
    return new ParsedResponse(status, headers, length, keepAlive);
  }

  static BodyReader body(ByteQueue in, ParsedResponse response) {
    return switch ((int) Math.max(-2, Math.min(0, response.bodyLength()))) {
      case -1 -> BodyReader.chunked(in, Long.MAX_VALUE);
      case -2 -> BodyReader.untilClose(in);
      default -> BodyReader.ofLength(in, response.bodyLength());
    };
  }
}
