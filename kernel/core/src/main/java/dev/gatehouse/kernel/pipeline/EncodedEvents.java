package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.DeltaSource;
import dev.gatehouse.sdk.protocol.StreamEncoder;
import dev.gatehouse.sdk.stream.EventSource;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// A generated or translated answer as events of the client's protocol.
final class EncodedEvents implements EventSource {
  private final DeltaSource deltas;
  private final StreamEncoder encoder;
  private final ArrayDeque<StreamEvent> ready = new ArrayDeque<>();
  private boolean ended;

  EncodedEvents(DeltaSource deltas, StreamEncoder encoder) {
    this.deltas = deltas;
    this.encoder = encoder;
  }

  @Override
  public @Nullable StreamEvent next() throws IOException, InterruptedException {
    while (ready.isEmpty() && !ended) {
      AiDelta delta = deltas.next();
      if (delta == null) {
        ended = true;
        ready.addAll(encoder.end());
      } else {
        ready.addAll(encoder.encode(delta));
      }
    }
    return ready.poll();
  }

  @Override
  public void close() {
    deltas.close();
  }
}
