package dev.gatehouse.sdk.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Method, target and header fields of a request (RFC 9110, sections 6.2 and 9).
///
/// @param method the method as received; methods are case-sensitive
/// @param path the path of the target in origin form, still percent-encoded, always starting with
///   `/`
/// @param query the query without its `?`, still percent-encoded, or null when there was none
/// @param headers the fields; hop-by-hop and identity fields were already taken away on entry
public record RequestHead(String method, String path, @Nullable String query, Headers headers) {
  /// Checks that nothing required is missing.
  public RequestHead {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(headers, "headers");
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("a path starts with '/'");
    }
  }

  /// Returns path and query joined as they stand on the request line.
  public String target() {
    return query == null ? path : path + "?" + query;
  }

  /// Returns the first value of a field, or null when absent.
  public @Nullable String header(String name) {
    return headers.value(name);
  }
}
