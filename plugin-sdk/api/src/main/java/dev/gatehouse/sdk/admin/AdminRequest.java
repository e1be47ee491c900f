package dev.gatehouse.sdk.admin;

import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A request to the admin API, cut to what lies below the mount.
///
/// @param method the method
/// @param path the rest of the path below the mount, decoded, without leading slash; empty for the
///   mount itself
/// @param query the decoded parameters
/// @param headers the fields; credentials are taken away
/// @param body the body, bounded to 8 MiB
public record AdminRequest(
    String method, String path, Map<String, List<String>> query, Headers headers, Body body) {
  /// Checks that nothing is missing.
  public AdminRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    query = Map.copyOf(query);
  }

  /// Returns the first value of a parameter, or null when it is absent.
  public @Nullable String parameter(String name) {
    List<String> values = query.get(name);
    return values == null || values.isEmpty() ? null : values.getFirst();
  }
}
