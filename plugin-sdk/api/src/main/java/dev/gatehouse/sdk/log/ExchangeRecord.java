package dev.gatehouse.sdk.log;

import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Attempt;
import dev.gatehouse.sdk.exchange.Exposure;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.http.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything worth keeping of one exchange. Immutable.
///
/// @param id the exchange's id
/// @param startedAt when the first byte of the request arrived
/// @param caller who called, and from where
/// @param request what was asked, byte-true up to the configured bound
/// @param response what was answered, byte-true up to the configured bound
/// @param timing how long it took
/// @param outcome how it ended
/// @param problem what was answered instead of a model's answer, or null
/// @param decision where it went and why
/// @param usage tokens as the provider counted them, or null when it did not say
/// @param costNanos the cost in billionths of a US dollar, or null when no price is known: unpriced
///   is never 0
/// @param exposures the experiments it took part in
/// @param tags facts added by extensions
/// @param traceId the W3C trace id in lower-case hexadecimal, or null when there is no trace
/// @param failedOpen the names of extensions that failed and were skipped
public record ExchangeRecord(
    String id,
    Instant startedAt,
    Caller caller,
    RecordedRequest request,
    RecordedResponse response,
    Timing timing,
    Outcome outcome,
    @Nullable Problem problem,
    RecordedDecision decision,
    @Nullable Usage usage,
    @Nullable Long costNanos,
    List<Exposure> exposures,
    Map<String, String> tags,
    @Nullable String traceId,
    List<String> failedOpen) {
  /// Copies the collections.
  public ExchangeRecord {
    exposures = List.copyOf(exposures);
    tags = Map.copyOf(tags);
    failedOpen = List.copyOf(failedOpen);
  }

  /// Who called.
  ///
  /// @param consumer the id of the authenticated consumer, or null
  /// @param user the end user named by the client, or null
  /// @param session the conversation named by a session header, or null
  /// @param address the client's IP address
  /// @param userAgent the `user-agent` field, or null
  public record Caller(
      @Nullable String consumer,
      @Nullable String user,
      @Nullable String session,
      String address,
      @Nullable String userAgent) {}

  /// What was asked.
  ///
  /// @param protocol the client protocol, or null on plain HTTP routes
  /// @param operation the operation's id, or null on plain HTTP routes
  /// @param method the HTTP method
  /// @param path the path without its query, which may hold keys
  /// @param model the model asked for, or null
  /// @param stream whether a stream was asked for
  /// @param contentType the type of the body, or null
  /// @param body the body as the client sent it, as far as it was captured
  public record RecordedRequest(
      @Nullable String protocol,
      @Nullable String operation,
      String method,
      String path,
      @Nullable String model,
      boolean stream,
      @Nullable String contentType,
      CapturedBody body) {}

  /// What was answered.
  ///
  /// @param status the status sent, or 0 when none was
  /// @param streamed whether it was a stream of events
  /// @param model the model that the provider says answered, or null
  /// @param finishReason in the words of the OpenAI protocol, or null
  /// @param contentType the type of the body, or null
  /// @param contentEncoding the coding of the body such as `gzip`, or null
  /// @param body the body as it was sent to the client, framing removed, as far as it was captured
  /// @param events the number of events of a stream
  public record RecordedResponse(
      int status,
      boolean streamed,
      @Nullable String model,
      @Nullable String finishReason,
      @Nullable String contentType,
      @Nullable String contentEncoding,
      CapturedBody body,
      long events) {}

  /// How long it took, in nanoseconds.
  ///
  /// @param total from the first byte of the request to the last byte of the answer
  /// @param firstContent to the first content event or body byte of the answer, or -1
  /// @param upstream the time spent waiting for and reading from upstreams
  public record Timing(long total, long firstContent, long upstream) {}

  /// Where it went and why.
  ///
  /// @param route the id of the route
  /// @param provider the provider that answered or was tried last, or null
  /// @param model the upstream's name of the model, or null
  /// @param attempts all attempts in order
  /// @param configHash the hash of the configuration that decided
  /// @param draw the random draw in [0, 1)
  /// @param explanation the lines of the explanation, in order
  /// @param answeredBy the filter that answered instead of a model, such as `cache`, or null
  public record RecordedDecision(
      String route,
      @Nullable String provider,
      @Nullable String model,
      List<Attempt> attempts,
      String configHash,
      double draw,
      List<String> explanation,
      @Nullable String answeredBy) {
    /// Copies the collections.
    public RecordedDecision {
      attempts = List.copyOf(attempts);
      explanation = List.copyOf(explanation);
    }
  }

  /// Names the record without its content.
  @Override
  public String toString() {
    return "ExchangeRecord[" + id + " " + outcome + "]";
  }
}
