package dev.gatehouse.testkit;

import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/// A whole answer as a client received it.
public final class Received {
  private final int status;
  private final Headers headers;
  private final byte[] body;

  Received(int status, Headers headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /// Returns the status.
  public int status() {
    return status;
  }

  /// Returns the header fields.
  public Headers headers() {
    return headers;
  }

  /// Returns the bytes of the body; do not change.
  public byte[] body() {
    return body;
  }

  /// Returns the body as text.
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// Returns the body as JSON.
  public JsonNode json() {
    return Json.parse(body);
  }

  /// Returns the gateway's id of the exchange, or an empty text when it sent none.
  public String requestId() {
    return headers.first("x-request-id").orElse("");
  }

  @Override
  public String toString() {
    return status + " " + text();
  }
}
