package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.sdk.stream.StreamSink;
import dev.gatehouse.sdk.stream.StreamTransform;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/// Keeps the last chunk of a stream, the one with no choices and the usage, from a client that did
/// not ask for it: such clients often expect a choice in each chunk. All other events pass as the
/// bytes they are.
enum UsageHider implements StreamTransform {
  /// The only one: it keeps nothing.
  HIDER;

  @Override
  public void onEvent(StreamEvent event, StreamSink out) throws IOException {
    if (!ChunkReader.tellsUsage(event.raw()) || !onlyUsage(event)) {
      out.emit(event);
    }
  }

  private static boolean onlyUsage(StreamEvent event) {
    try {
      JsonNode chunk = event.json();
      return chunk.path("usage").isObject()
          && chunk.path("choices").isArray()
          && chunk.path("choices").isEmpty();
    } catch (ProblemException notJson) {
      return false;
    }
  }
}
