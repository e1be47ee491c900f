package dev.gatehouse.kernel.admin;

import dev.gatehouse.sdk.http.Headers;

/// A request to the admin listener.
public final class AdminCall {
  private final String method;
  private final String path;
  private final String query;
  private final Headers headers;
  private final byte[] body;

  /// Makes a call.
  public AdminCall(String method, String path, String query, Headers headers, byte[] body) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers = headers;
    this.body = body;
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  String query() {
    return query;
  }

  Headers headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }
}
