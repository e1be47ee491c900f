package dev.gatehouse.kernel.wire;

import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.RequestHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads the head of a request (RFC 9112, sections 3 to 7) and decides how its body is framed.
final class RequestParser {
  private final ByteQueue in;
  private final WireLimits limits;

  RequestParser(ByteQueue in, WireLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  /// Reads a head, after one empty line at most (section 2.2).
  ParsedRequest read() throws IOException {
    String line = requestLine();
    if (line.isEmpty()) {
      line = requestLine();
    }
    int first = line.indexOf(' ');
    int last = line.lastIndexOf(' ');
    if (first <= 0 || last == first || line.indexOf(' ', first + 1) != last) {
      throw WireException.malformed(
          "The request line has to be: method, one space, target, one space, HTTP/1.1.");
    }
    String method = line.substring(0, first);
    if (!Characters.token(method)) {
      throw WireException.malformed("The method has a character that is not allowed.");
    }
    int minor = minorVersion(line.substring(last + 1));
    Headers headers = new FieldParser(in, limits.headerBytes(), limits.headerCount()).read();
    RequestHead head = head(method, line.substring(first + 1, last), headers, minor);
    return framed(head, minor);
  }

  private String requestLine() throws IOException {
    byte[] line = new byte[256];
    int length = 0;
    while (true) {
      int c = in.next();
      if (c == '\r') {
        if (in.next() != '\n') {
          throw WireException.malformed("The request line has a CR without LF.");
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
      }
      if (c < 0x20 || c >= 0x7f) {
        throw WireException.malformed("The request line has a character that is not allowed.");
      }
      if (length == limits.requestLine()) {
        throw new WireException(
            414,
            "uri_too_long",
            "The request line is longer than " + limits.requestLine() + " bytes.");
      }
      if (length == line.length) {
        line = java.util.Arrays.copyOf(line, length * 2);
      }
      line[length++] = (byte) c;
    }
  }

  private static int minorVersion(String version) throws WireException {
    return switch (version) {
      case "HTTP/1.1" -> 1;
      case "HTTP/1.0" -> 0;
      default -> {
        if (version.matches("HTTP/[0-9]\\.[0-9]")) {
          throw new WireException(
              505, "version_not_supported", "This listener speaks HTTP/1.1 and HTTP/1.0.");
        }
        throw WireException.malformed("The request line has to end with HTTP/1.1.");
      }
    };
  }

  private static RequestHead head(String method, String target, Headers headers, int minor)
      throws WireException {
    checkCharacters(target);
    if (method.equals("CONNECT") || method.equals("TRACE")) {
      throw new WireException(
          501, "not_implemented", "The method " + method + " is not supported.");
    }
    String host = host(headers, minor);
    String origin = target;
    if (target.equals("*") && method.equals("OPTIONS")) {
      origin = "/*";
    } else if (!target.startsWith("/")) {
      String authority = authority(target);
      int path = target.indexOf("://") + 3 + authority.length();
      origin = path == target.length() ? "/" : target.substring(path);
      if (origin.startsWith("?")) {
        origin = "/" + origin;
      }
      checkHost(authority);
      // The target decides, and everybody after us sees one host only (section 3.2.2).
      headers.set("Host", authority);
    } else if (host != null) {
      checkHost(host);
    }
    checkPercent(origin);
    int query = origin.indexOf('?');
    return query < 0
        ? new RequestHead(method, origin, null, headers)
        : new RequestHead(method, origin.substring(0, query), origin.substring(query + 1), headers);
  }

  private static void checkCharacters(String target) throws WireException {
    boolean query = false;
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      query |= c == '?';
      if (query ? !Characters.query(c) : !Characters.path(c)) {
        throw WireException.malformed("The request target has a character that is not allowed.");
      }
    }
  }

  private static String authority(String target) throws WireException {
    String lower = target.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
      throw WireException.malformed("The request target has to start with '/'.");
    }
    int start = target.indexOf("://") + 3;
    int end = start;
    while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
      end++;
    }
    return target.substring(start, end);
  }

  private static @Nullable String host(Headers headers, int minor) throws WireException {
    List<String> hosts = headers.all("host");
    if (hosts.size() > 1 || (hosts.isEmpty() && minor == 1)) {
      throw WireException.malformed(
          "A request has exactly one Host header, this has " + hosts.size() + ".");
    }
    return hosts.isEmpty() ? null : hosts.getFirst();
  }

  /// Accepts a name, an IPv4 address or a bracketed IPv6 address, with or without a port.
  private static void checkHost(String host) throws WireException {
    if (!HostName.valid(host)) {
      throw WireException.malformed("The Host header is not a host name with an optional port.");
    }
  }

  private static void checkPercent(String target) throws WireException {
    for (int i = target.indexOf('%'); i >= 0; i = target.indexOf('%', i + 1)) {
      if (i + 2 >= target.length()
          || Characters.hex(target.charAt(i + 1)) < 0
          || Characters.hex(target.charAt(i + 2)) < 0) {
        throw WireException.malformed(
            "The request target has a '%' that is not followed by two hexadecimal digits.");
      }
    }
  }

  private ParsedRequest framed(RequestHead head, int minor) throws WireException {
    Headers headers = head.headers();
    List<String> lengths = headers.all("content-length");
    List<String> codings = headers.all("transfer-encoding");
    long length = 0;
    if (!codings.isEmpty()) {
      if (!lengths.isEmpty()) {
        throw WireException.malformed(
            "A request has Content-Length or Transfer-Encoding, never both.");
      }
      if (minor == 0) {
        throw WireException.malformed("An HTTP/1.0 request has no Transfer-Encoding.");
      }
      if (codings.size() > 1) {
        throw WireException.malformed("The Transfer-Encoding header stands twice.");
      }
      if (!codings.getFirst().equalsIgnoreCase("chunked")) {
        throw new WireException(
            501, "not_implemented", "The only transfer coding supported is chunked.");
      }
      length = -1;
    } else if (!lengths.isEmpty()) {
      // A length beyond the limit is for the body's reader to refuse, so that the exchange is
      // known.
      length = Framing.contentLength(lengths);
    }
    boolean close = minor == 0 || Framing.lists(headers, "connection", "close");
    return new ParsedRequest(head, minor, length, close, expects(headers, minor, length));
  }

  static WireException tooLarge(long limit) {
    return new WireException(
        413,
        "body_too_large",
        "The request body is larger than "
            + new dev.gatehouse.sdk.ByteSize(limit)
            + " (server.limits.body).");
  }

  private static boolean expects(Headers headers, int minor, long length) throws WireException {
    String expect = headers.value("expect");
    if (expect == null || minor == 0) {
      return false;
    }
    if (!expect.equalsIgnoreCase("100-continue")) {
      throw new WireException(
          417, "expectation_failed", "The only expectation supported is 100-continue.");
    }
    return length != 0;
  }
}
