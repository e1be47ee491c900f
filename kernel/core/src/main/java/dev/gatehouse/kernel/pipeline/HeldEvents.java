package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.stream.EventSource;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stream whose beginning was read already, up to its first content. As long as nothing of it
/// went to the client, another target may be tried instead.
final class HeldEvents implements ReadyEvents {
  private static final int MOST_HELD = 1_000;
  private final ArrayDeque<StreamEvent> held = new ArrayDeque<>(4);
  private final EventSource source;
  private @Nullable Problem reported;

  HeldEvents(EventSource source) {
    this.source = source;
  }

  /// Reads up to the first content, the end, or a failure that the provider reports in the stream.
  void readToContent() throws IOException, InterruptedException {
    while (held.size() < MOST_HELD) {
      StreamEvent event = source.next();
      if (event == null) {
        return;
      }
      held.add(event);
      if (event.comment()) {
        continue;
      }
      List<AiDelta> deltas = event.deltas();
      for (AiDelta delta : deltas) {
        if (delta.kind() == AiDelta.Kind.ERROR) {
          reported = delta.problem();
        }
      }
      // An event of no known meaning may be content.
      if (deltas.isEmpty() || reported != null || deltas.stream().anyMatch(HeldEvents::telling)) {
        return;
      }
    }
  }

  private static boolean telling(AiDelta delta) {
    return delta.content() || delta.kind() == AiDelta.Kind.FINISH;
  }

  /// Returns the failure that the provider reported before any content, or null.
  @Nullable Problem reported() {
    return reported;
  }

  @Override
  public @Nullable StreamEvent next() throws IOException, InterruptedException {
    StreamEvent first = held.poll();
    return first == null ? source.next() : first;
  }

  @Override
  public boolean ready() {
    return !held.isEmpty() || (source instanceof ReadyEvents events && events.ready());
  }

  @Override
  public void close() {
    source.close();
  }
}
