package dev.gatehouse.plugins.anthropic;

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

/// Problems as Anthropic tells them: `{"type":"error","error":{"type","message"},"request_id"}`.
/// The gateway adds its own `code`, and `param` where a field is at fault.
final class ErrorShape {
  private static final int LONGEST_MESSAGE = 2000;

  private ErrorShape() {}

  static byte[] write(Problem problem, @Nullable String requestId) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("type", "error");
    ObjectNode error =
        root.putObject("error")
            .put("type", type(problem.status()))
            .put("message", problem.detail())
            .put("code", problem.code());
    if (problem.param() != null) {
      error.put("param", problem.param());
    }
    if (requestId != null && !requestId.isEmpty()) {
      root.put("request_id", requestId);
    }
    return Json.write(root);
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case 503, 529 -> "overloaded_error";
      default -> status >= 500 ? "api_error" : "invalid_request_error";
    };
  }

  private static int status(String type) {
    return switch (type) {
      case "invalid_request_error" -> 400;
      case "authentication_error" -> 401;
      case "billing_error" -> 402;
      case "permission_error" -> 403;
      case "not_found_error" -> 404;
      case "request_too_large" -> 413;
      case "rate_limit_error" -> 429;
      case "timeout_error" -> 504;
      case "overloaded_error" -> 529;
      case "api_error" -> 500;
      default -> 502;
    };
  }

  static Headers headers(Problem problem, String requestId) {
    Headers headers = Headers.of("content-type", "application/json");
    if (!requestId.isEmpty()) {
      headers.add("request-id", requestId);
    }
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

  /// Reads an `error` object.
  ///
  /// @param status the HTTP status, or -1 inside a stream, where the type tells it
  static Problem read(JsonNode error, int status, long retryAfterSeconds) {
    String message = Fields.textOrEmpty(error, "message");
    int told = status >= 400 && status <= 599 ? status : status(Fields.textOrEmpty(error, "type"));
    return new Problem(
        told,
        "upstream_error",
        message.isEmpty()
            ? "The provider answered with status " + told + " and no message."
            : message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)),
        null,
        retryAfterSeconds);
  }

  /// Reads seconds; a date (RFC 9110, section 10.2.3) is passed on by bytes but not understood.
  private static long retryAfter(@Nullable String value) {
    return value != null && value.matches("\\d{1,9}") ? Long.parseLong(value) : -1;
  }
}
