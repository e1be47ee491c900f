package dev.gatehouse.sdk.provider;

import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import java.net.URI;
import java.util.Objects;

/// What an attempt sends. Built anew from parts: `host` and framing are set by the kernel.
///
/// @param method the method
/// @param uri an absolute `http` or `https` URI
/// @param headers the fields; credentials included
/// @param body the body; empty for none
public record UpstreamRequest(String method, URI uri, Headers headers, Body body) {
  /// Checks that nothing is missing.
  public UpstreamRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
  }

  /// Shows method, host and path only: query and fields may hold credentials.
  @Override
  public String toString() {
    return method + " " + uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
  }
}
