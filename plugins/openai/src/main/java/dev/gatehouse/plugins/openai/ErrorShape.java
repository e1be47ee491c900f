package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.provider.UpstreamResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// Problems as OpenAI tells them: `{"error":{"message","type","param","code"}}`.
final class ErrorShape {
  private static final int LONGEST_MESSAGE = 2000;

  private ErrorShape() {}

  static byte[] write(Problem problem) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putObject("error")
        .put("message", problem.detail())
        .put("type", type(problem.status()))
        .put("param", problem.param())
        .put("code", problem.code());
    return Json.write(root);
  }

  /// Client libraries go by the status; people read the type. OpenAI calls wrong keys and missing
  /// permissions invalid requests too.
  private static String type(int status) {
    if (status == 429) {
      return "rate_limit_error";
    }
    return status >= 500 ? "server_error" : "invalid_request_error";
  }

  static Headers headers(Problem problem) {
    Headers headers = Headers.of("content-type", "application/json");
    if (problem.retryAfterSeconds() >= 0) {
      headers.add("retry-after", Long.toString(problem.retryAfterSeconds()));
    }
    return headers;
  }

  /// Reads an upstream's error answer.
  static Problem read(UpstreamResponse response) {
    JsonNode error = MissingNode.getInstance();
    try {
      error = Json.parse(response.body().bytes()).path("error");
    } catch (IOException | ProblemException notJson) {
      // an error page of something in between; the status says enough
    }
    return read(error, response.status(), retryAfter(response.headers().value("retry-after")));
  }

  /// Reads an `error` value.
  ///
  /// @param status the HTTP status, or -1 inside a stream, where a numeric `code` may tell it
  static Problem read(JsonNode error, int status, long retryAfterSeconds) {
    String message =
        error.isString() ? error.stringValue() : ConversationReader.text(error, "message");
    int told = status >= 400 && status <= 599 ? status : told(error);
    return new Problem(
        told,
        "upstream_error",
        message == null
            ? "The provider answered with status " + told + " and no message."
            : message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)),
        ConversationReader.text(error, "param"),
        retryAfterSeconds);
  }

  private static int told(JsonNode error) {
    int code = error.path("code").asInt(0);
    if (code >= 400 && code <= 599) {
      return code;
    }
    return "rate_limit_error".equals(ConversationReader.text(error, "type")) ? 429 : 502;
  }

  /// Reads seconds; a date (RFC 9110, section 10.2.3) is passed on by bytes but not understood.
  private static long retryAfter(@Nullable String value) {
    return value != null && value.matches("\\d{1,9}") ? Long.parseLong(value) : -1;
  }
}
