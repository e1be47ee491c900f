package dev.gatehouse.kernel.error;

import dev.gatehouse.kernel.wire.UpstreamFailure;
import dev.gatehouse.sdk.http.Problem;

/// Says in words for callers why an upstream did not answer. Names the provider, never its address
/// or credentials.
public final class UpstreamProblems {
  private UpstreamProblems() {}

  /// Returns the problem of a failed attempt.
  public static Problem of(UpstreamFailure failure, String provider) {
    return switch (failure.phase()) {
      case CONNECT -> problem(502, "upstream_unreachable", provider, "cannot be reached");
      case CONNECT_TIMEOUT ->
          problem(504, "upstream_unreachable", provider, "did not accept a connection in time");
      case NO_ANSWER ->
          problem(502, "upstream_cut", provider, "closed the connection without an answer");
      case FIRST_BYTE_TIMEOUT ->
          problem(504, "upstream_timeout", provider, "did not begin to answer in time");
      case MALFORMED ->
          problem(502, "upstream_malformed", provider, "answered something that is not HTTP");
      case CUT ->
          problem(
              502,
              "upstream_cut",
              provider,
              "broke its answer off; what came before is not the whole answer");
      case STALLED ->
          problem(
              504,
              "upstream_stalled",
              provider,
              "stopped in the middle of its answer; what came before is not the whole answer");
      case TOTAL_TIMEOUT ->
          problem(
              504, "upstream_timeout", provider, "took longer than the time limit of an attempt");
      case CANCELLED -> problem(502, "upstream_cancelled", provider, "was cancelled");
    };
  }

  private static Problem problem(int status, String code, String provider, String what) {
    return Problem.of(status, code, "The provider " + provider + " " + what + ".");
  }
}
