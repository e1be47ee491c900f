package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.wire.UpstreamFailure;
import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.DeltaSource;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What the events of an upstream's stream mean, to be told in another protocol.
///
/// The writer of that protocol puts an end of its own under the stream, so a stream that ends
/// without saying so is a cut one here: neither an end marker came, nor a reason to finish, nor a
/// failure.
final class UpstreamDeltas implements DeltaSource {
  private final UpstreamEvents events;
  private final ArrayDeque<AiDelta> ready = new ArrayDeque<>();
  private boolean ended;

  UpstreamDeltas(UpstreamEvents events) {
    this.events = events;
  }

  @Override
  public @Nullable AiDelta next() throws IOException {
    while (ready.isEmpty()) {
      StreamEvent event = events.next();
      if (event == null) {
        if (!ended) {
          throw new UpstreamFailure(
              UpstreamFailure.Phase.CUT, "the stream stopped without its end");
        }
        return null;
      }
      ended |= event.ends();
      for (AiDelta delta : event.deltas()) {
        ended |= delta.kind() == AiDelta.Kind.FINISH || delta.kind() == AiDelta.Kind.ERROR;
        ready.add(delta);
      }
    }
    return ready.poll();
  }

  @Override
  public void close() {
    events.close();
  }
}
