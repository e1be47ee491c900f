package dev.gatehouse.sdk.provider;

import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.stream.EventDecoder;

/// A provider behind HTTP. It says what to send and how to read what comes back; the kernel sends,
/// with its connections, timers, cancelling and retries.
///
/// | method | when | streamed answers | time limit | on error | may touch |
/// |---|---|---|---|---|---|
/// | [#encode] | once for each attempt, before it is sent | the same | the attempt's timers begin after it; keep it brief | [dev.gatehouse.sdk.http.ProblemException] of 429 or 5xx, or an [java.io.IOException]: the next target; anything else: `plugin_error` | copies of the request's body |
/// | [#decode] | at most once an attempt, for a client of another protocol | not called | keep it brief, no I/O | the same | the held body |
/// | [#events] | for a stream | its decoder reads each event that somebody asks about | a pure function | must never throw | nothing |
/// | [#problem] | once for an answer of status 400 and above | before the first event only | keep it brief, no I/O | the same | the held body |
///
/// All are called by the virtual thread of the exchange, for many exchanges at a time.
public interface HttpProvider extends Provider {
  /// Builds the request of one attempt. Called for each attempt.
  ///
  /// Between equal protocols the body is the client's, with the model's name replaced where it
  /// differs (`exchange.body().copy()`, then [dev.gatehouse.sdk.http.Body#field]). Host, scheme and
  /// credentials come from the provider's configuration only, never from the client.
  UpstreamRequest encode(Exchange exchange, AiRequest request, Target target) throws Exception;

  /// Reads a whole successful answer, for a client of another protocol. The body is held.
  AiAnswer decode(AiRequest request, UpstreamResponse response) throws Exception;

  /// Returns how events of this provider's streams are read.
  EventDecoder events();

  /// Reads an error answer (status 400 and above). The problem has the upstream's status; its
  /// detail may quote the provider's message, which is shown to the client.
  Problem problem(UpstreamResponse response);
}
