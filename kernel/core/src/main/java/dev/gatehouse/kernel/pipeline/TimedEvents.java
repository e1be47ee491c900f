package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.wire.Timers;
import dev.gatehouse.kernel.wire.UpstreamFailure;
import dev.gatehouse.kernel.wire.UpstreamFailure.Phase;
import dev.gatehouse.sdk.stream.EventSource;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The stream of a provider in this process, under the timers that a remote one has.
final class TimedEvents implements EventSource {
  private final EventSource source;
  private final Guard guard;
  private final Timers timers;
  private final long deadline;

  TimedEvents(EventSource source, Guard guard, Timers timers, long deadline) {
    this.source = source;
    this.guard = guard;
    this.timers = timers;
    this.deadline = deadline;
  }

  @Override
  public @Nullable StreamEvent next() throws IOException, InterruptedException {
    long now = System.nanoTime();
    long limit = Math.min(timers.betweenReads().toNanos(), deadline - now);
    guard.arm(now + limit);
    boolean interrupted = false;
    try {
      return source.next();
    } catch (InterruptedException | IOException e) {
      interrupted = guard.disarm();
      if (interrupted && !guard.ended()) {
        throw System.nanoTime() - deadline >= 0
            ? new UpstreamFailure(Phase.TOTAL_TIMEOUT, "the attempt took too long", e)
            : new UpstreamFailure(Phase.STALLED, "the answer paused too long", e);
      }
      throw e;
    } finally {
      if (!interrupted) {
        boolean _ = guard.disarm();
      }
    }
  }

  @Override
  public void close() {
    source.close();
  }
}
