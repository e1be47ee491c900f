package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.sdk.exchange.Attempt;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.telemetry.AttemptTrace;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An attempt that goes on, until its answer has been read or has failed.
final class OpenAttempt {
  private final int number;
  private final Target target;
  private final long startNanos = System.nanoTime();
  private final @Nullable AttemptTrace trace;
  private long firstByteNanos;
  private int status;
  private @Nullable Problem problem;

  OpenAttempt(int number, Target target, @Nullable AttemptTrace trace) {
    this.number = number;
    this.target = target;
    this.trace = trace;
  }

  Target target() {
    return target;
  }

  void answered(int newStatus) {
    status = newStatus;
    firstByteNanos = System.nanoTime();
  }

  void failed(Problem why) {
    problem = why;
  }

  /// A content event has arrived.
  void chunk() {
    if (trace != null) {
      trace.chunk(System.nanoTime());
    }
  }

  /// Ends the attempt and adds it to what is known.
  void end(Progress progress) {
    long now = System.nanoTime();
    Attempt attempt =
        new Attempt(
            number,
            target,
            status,
            Duration.ofNanos(now - startNanos),
            firstByteNanos == 0 ? null : Duration.ofNanos(firstByteNanos - startNanos),
            problem);
    progress.attempts.add(attempt);
    progress.upstreamNanos += now - startNanos;
    progress.attempt = null;
    Consumer<Attempt> ended = progress.attemptEnded;
    if (ended != null) {
      ended.accept(attempt);
    }
    if (trace != null) {
      trace.end(attempt, progress.responseModel, progress.finishReason, progress.usage);
    }
  }
}
