package dev.gatehouse.sdk.stream;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A stream of events to pull from: an upstream's, a stored or a generated one. Blocking, one
/// thread.
public interface EventSource extends AutoCloseable {
  /// Returns the next event, or null at the proper end of the stream.
  ///
  /// @throws IOException when the stream was cut or stalled; it is then shown as cut
  @Nullable StreamEvent next() throws IOException, InterruptedException;

  /// Stops the stream, at its sender too. Idempotent.
  @Override
  default void close() {}

  /// Returns a source over events that exist already.
  static EventSource of(Iterable<StreamEvent> events) {
    var iterator = events.iterator();
    return () -> iterator.hasNext() ? iterator.next() : null;
  }
}
