package dev.gatehouse.sdk.provider;

import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import java.util.Objects;

/// What an upstream answered.
///
/// @param status the HTTP status
/// @param headers the fields, without hop-by-hop ones
/// @param body the body; empty for the head of a stream
public record UpstreamResponse(int status, Headers headers, Body body) {
  /// Checks that nothing is missing.
  public UpstreamResponse {
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
  }
}
