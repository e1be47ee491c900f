package dev.gatehouse.sdk.protocol;

import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.util.List;

/// Writes one streamed answer in a client protocol. Used by one thread.
public interface StreamEncoder {
  /// Returns the events for a step; often one, sometimes none.
  List<StreamEvent> encode(AiDelta delta);

  /// Returns the events of a proper end, such as `[DONE]`. Not called for a stream that was cut.
  List<StreamEvent> end();
}
