package dev.gatehouse.sdk.stream;

import dev.gatehouse.sdk.http.Problem;
import java.io.IOException;

/// Takes the events that a transform lets through. Used by one thread.
public interface StreamSink {
  /// Passes an event on. Blocks while the client is slow, so the upstream is read no faster than
  /// the client drains.
  ///
  /// @throws IOException when the client has left; do not catch it
  void emit(StreamEvent event) throws IOException;

  /// Ends the stream here with the protocol's own error event, and stops the upstream. Nothing that
  /// is emitted afterwards goes out.
  void stop(Problem reason) throws IOException;
}
