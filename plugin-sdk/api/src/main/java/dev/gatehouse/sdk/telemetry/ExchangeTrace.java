package dev.gatehouse.sdk.telemetry;

import dev.gatehouse.sdk.exchange.Completion;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Headers;
import io.opentelemetry.api.trace.Span;

/// The trace of one exchange. Called by the thread of the exchange.
public interface ExchangeTrace {
  /// Returns the server span.
  Span span();

  /// Begins the client span of an attempt and writes its context into the outgoing fields.
  ///
  /// @param number from 1
  /// @param system the provider's `gen_ai.provider.name`; empty on plain HTTP routes
  AttemptTrace attempt(
      Exchange exchange, int number, Target target, String system, Headers outgoing);

  /// Ends the server span and records the metrics. Called exactly once.
  void end(Exchange exchange, Completion completion);
}
