package dev.gatehouse.sdk.provider;

import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Target;

/// A provider that answers in this process, without HTTP.
///
/// | method | when | thread | streamed answers | time limit | on error |
/// |---|---|---|---|---|---|
/// | [#answer] | once for each attempt | the exchange's own; may block | returns an event source; the same thread pulls it, one event after the other | the four timers of the attempt | [dev.gatehouse.sdk.http.ProblemException] of 429 or 5xx, or an [java.io.IOException]: the next target; anything else: `plugin_error`; nothing is tried again once content went out |
public interface LocalProvider extends Provider {
  /// Answers. May block; the attempt's timers interrupt the thread, and so does a client that
  /// leaves.
  ///
  /// @return [AiAnswer.Streamed] when the request asks for a stream, else a whole answer
  /// @throws dev.gatehouse.sdk.http.ProblemException to answer with an error; statuses 429 and 5xx
  ///   let the next target be tried
  AiAnswer answer(Exchange exchange, AiRequest request, Target target) throws Exception;
}
