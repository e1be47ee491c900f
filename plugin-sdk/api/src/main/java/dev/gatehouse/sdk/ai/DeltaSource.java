package dev.gatehouse.sdk.ai;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A streamed answer being generated. Blocking, used by one thread.
///
/// When the client leaves, the thread is interrupted and [#close] is called.
public interface DeltaSource extends AutoCloseable {
  /// Returns the next step, or null at the proper end.
  ///
  /// @throws IOException when the answer breaks off; it is then shown as broken off
  @Nullable AiDelta next() throws IOException, InterruptedException;

  @Override
  default void close() {}
}
