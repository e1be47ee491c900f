package dev.gatehouse.kernel.wire;

import java.io.IOException;

/// The answer to a request on its way out. Used by one thread.
public interface WireResponse {
  /// Takes bytes of the body. They go out when enough have come together, and at [#flush].
  void write(byte[] bytes, int offset, int length) throws IOException;

  /// Sends what was taken so far.
  void flush() throws IOException;

  /// Ends the answer properly.
  void finish() throws IOException;

  /// Ends the connection so that the client sees an answer that was cut: without the last chunk, or
  /// short of the announced length. What was taken so far is sent before.
  void abort();

  /// Returns the number of body bytes taken so far.
  long written();
}
