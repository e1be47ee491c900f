package dev.gatehouse.kernel.wire;

import dev.gatehouse.sdk.http.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which fields frame a message or belong to one connection only (RFC 9110, section 7.6.1; RFC
/// 9112, section 6).
final class Framing {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "content-length",
          "expect");

  /// Fields by which somebody behind us could be told who calls. Only we may say that.
  private static final Set<String> IDENTITY = Set.of("forwarded", "x-real-ip");

  private Framing() {}

  static long contentLength(List<String> lengths) throws WireException {
    if (lengths.size() > 1) {
      throw WireException.malformed("The Content-Length header stands twice.");
    }
    String text = lengths.getFirst();
    if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw WireException.malformed("Content-Length has to be a whole number.");
    }
    return Long.parseLong(text);
  }

  /// Returns whether a list-valued field holds the word.
  static boolean lists(Headers headers, String field, String word) {
    for (int i = 0; i < headers.size(); i++) {
      if (headers.nameAt(i).equalsIgnoreCase(field)) {
        for (String each : headers.valueAt(i).split(",", -1)) {
          if (each.strip().equalsIgnoreCase(word)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// Takes away what belongs to the connection: the known fields, and those that `Connection`
  /// names.
  static void stripHopByHop(Headers headers) {
    for (String value : headers.all("connection")) {
      for (String name : value.split(",", -1)) {
        String stripped = name.strip();
        if (Characters.token(stripped) && !stripped.equalsIgnoreCase("host")) {
          headers.remove(stripped);
        }
      }
    }
    for (String name : HOP_BY_HOP) {
      headers.remove(name);
    }
  }

  /// Takes away what only the gateway may say.
  static void stripIdentity(Headers headers) {
    for (String name : headers.names()) {
      if (IDENTITY.contains(name)
          || name.startsWith("x-forwarded-")
          || name.startsWith("x-gatehouse-")) {
        headers.remove(name);
      }
    }
  }

  static boolean hopByHop(String name) {
    return HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT));
  }
}
