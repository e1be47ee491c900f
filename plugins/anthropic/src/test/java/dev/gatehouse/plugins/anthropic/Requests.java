package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.RequestHead;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/// Requests to test with.
final class Requests {
  static final AnthropicProtocol PROTOCOL = new AnthropicProtocol();

  private Requests() {}

  static RequestHead head(String method, String path, String... fields) {
    return new RequestHead(method, path, null, Headers.of(fields));
  }

  static AiRequest message(Body body) {
    return PROTOCOL.read(head("POST", "/v1/messages", "content-type", "application/json"), body);
  }

  static AiRequest message(String json) {
    return message(body(json));
  }

  static Body body(String json) {
    return Body.of(json.getBytes(StandardCharsets.UTF_8));
  }

  static JsonNode json(String text) {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
