package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.wire.WireResponse;
import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Attempt;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is known so far of how an exchange goes; what its record is made of. Plain fields, one
/// thread.
final class Progress {
  final List<String> failedOpen = new ArrayList<>(0);
  final List<Attempt> attempts = new ArrayList<>(1);
  Outcome outcome = Outcome.OK;
  @Nullable Problem problem;
  @Nullable String answeredBy;
  @Nullable Answer answer;
  @Nullable OpenAttempt attempt;
  @Nullable WireResponse response;
  boolean admitted;
  boolean completing;

  /// Learns of each attempt that ended, or null when nobody asked.
  @Nullable Consumer<Attempt> attemptEnded;

  @Nullable Usage usage;
  @Nullable String responseModel;
  @Nullable String finishReason;
  int status;
  boolean streamed;
  long firstContentNanos;
  long events;
  long upstreamNanos;

  /// Learns what an event says beyond its content.
  void observe(StreamEvent event) {
    for (AiDelta delta : event.deltas()) {
      Usage used = delta.usage();
      if (used != null) {
        usage = usage == null ? used : usage.merge(used);
      }
      if (delta.finishReason() != null) {
        finishReason = delta.finishReason();
      }
      if (delta.model() != null) {
        responseModel = delta.model();
      }
      Problem reported = delta.problem();
      if (reported != null && problem == null) {
        problem = reported;
        outcome = Outcome.UPSTREAM_ERROR;
      }
    }
  }

  void firstContent() {
    if (firstContentNanos == 0) {
      firstContentNanos = System.nanoTime();
    }
  }
}
