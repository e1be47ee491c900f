package dev.gatehouse.kernel.error;

import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.protocol.ClientProtocol;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tells problems in the client's own protocol, or where there is none as
/// `application/problem+json` (RFC 9457).
public final class ErrorAnswers {
  private ErrorAnswers() {}

  /// Returns the answer that tells the problem.
  public static Answer of(Problem problem, @Nullable ClientProtocol protocol, String requestId) {
    Answer answer =
        protocol == null ? plain(problem, requestId) : protocol.problem(problem, requestId);
    if (problem.retryAfterSeconds() >= 0 && !answer.headers().contains("retry-after")) {
      answer.headers().set("retry-after", Long.toString(problem.retryAfterSeconds()));
    }
    return answer;
  }

  private static Answer plain(Problem problem, String requestId) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "about:blank")
            .put("title", problem.code().replace('_', ' '))
            .put("status", problem.status())
            .put("code", problem.code())
            .put("detail", problem.detail());
    if (problem.param() != null) {
      body.put("param", problem.param());
    }
    body.put("instance", requestId);
    return Answer.of(problem.status(), "application/problem+json", Json.write(body));
  }
}
