package dev.gatehouse.sdk.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What went wrong, independent of the protocol in which it will be told (RFC 9457).
///
/// The client protocol of the exchange turns it into its own error shape; plain routes answer with
/// `application/problem+json`. Texts are shown to callers: they hold no secret, no content of the
/// request, and no stack trace.
///
/// @param status the HTTP status, 400 to 599
/// @param code a stable word for programs, in snake_case, such as `model_not_found`
/// @param detail one or two sentences for people: what was wrong, what is allowed, what to do
/// @param param the field path at fault, or null
/// @param retryAfterSeconds when trying again makes sense, or -1
public record Problem(
    int status, String code, String detail, @Nullable String param, long retryAfterSeconds) {
  /// Checks the ranges.
  public Problem {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(detail, "detail");
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("the status of a problem is 400 to 599, got " + status);
    }
  }

  /// Returns a problem without a field path.
  public static Problem of(int status, String code, String detail) {
    return new Problem(status, code, detail, null, -1);
  }

  /// Returns the same problem, pointing at a field.
  public Problem at(String fieldPath) {
    return new Problem(status, code, detail, fieldPath, retryAfterSeconds);
  }

  /// Returns the same problem with a `retry-after`.
  public Problem retryAfter(long seconds) {
    return new Problem(status, code, detail, param, seconds);
  }
}
