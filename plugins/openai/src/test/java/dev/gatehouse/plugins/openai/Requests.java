package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Requests to test with.
final class Requests {
  static final OpenAiProtocol PROTOCOL = new OpenAiProtocol(Clock.systemUTC());

  private Requests() {}

  static RequestHead head(String method, String path, String... fields) {
    return new RequestHead(method, path, null, Headers.of(fields));
  }

  static OpenAiRequest post(String path, String json) {
    return post(path, json.getBytes(StandardCharsets.UTF_8));
  }

  static OpenAiRequest post(String path, byte[] json) {
    return request(
        head("POST", path, "content-type", "application/json; charset=utf-8"), Body.of(json));
  }

  static OpenAiRequest chat(String json) {
    return post("/v1/chat/completions", json);
  }

  static OpenAiRequest request(RequestHead head, Body body) {
    return (OpenAiRequest) PROTOCOL.read(head, body);
  }

  static Problem problem(ThrowingCallable call) {
    return Assertions.catchThrowableOfType(ProblemException.class, call).problem();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
