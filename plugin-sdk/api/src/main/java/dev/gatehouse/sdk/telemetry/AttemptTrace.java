package dev.gatehouse.sdk.telemetry;

import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Attempt;
import org.jspecify.annotations.Nullable;

/// The trace of one attempt. Called by the thread of the exchange.
public interface AttemptTrace {
  /// A content event of a stream has arrived.
  ///
  /// @param nanos [System#nanoTime] of its arrival
  void chunk(long nanos);

  /// Ends the client span and records the metrics. Called exactly once.
  ///
  /// @param responseModel the model that the provider says answered, or null
  /// @param finishReason why it stopped, or null
  /// @param usage what was used, or null when not told
  void end(
      Attempt attempt,
      @Nullable String responseModel,
      @Nullable String finishReason,
      @Nullable Usage usage);
}
