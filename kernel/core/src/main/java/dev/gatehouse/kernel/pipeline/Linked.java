package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.config.ServerConfig;
import dev.gatehouse.kernel.record.Prices;
import dev.gatehouse.kernel.record.SinkQueue;
import dev.gatehouse.sdk.http.RequestHead;
import dev.gatehouse.sdk.protocol.ClientProtocol;
import dev.gatehouse.sdk.protocol.ModelInfo;
import dev.gatehouse.sdk.telemetry.Telemetry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// A generation linked for serving. Immutable.
///
/// @param overdue whether it was replaced so long ago that its exchanges have to end, at a moment
///   of [System#nanoTime]
/// @param routes in the order in which they are asked
/// @param providers by name
/// @param models by name
/// @param protocols in the order in which they are asked
/// @param modelList what clients are told of the models
/// @param sinks the queues to the sinks
/// @param telemetry makes spans and metrics, or null
/// @param limits the bounds of the data plane
/// @param tagsDropped counts tags that were one too many
/// @param configHash names the configuration
/// @param spans gives calls of filters spans of their own
record Linked(
    LongPredicate overdue,
    List<LinkedRoute> routes,
    Map<String, LinkedProvider> providers,
    Map<String, LinkedModel> models,
    List<ClientProtocol> protocols,
    List<ModelInfo> modelList,
    List<SinkQueue> sinks,
    @Nullable Telemetry telemetry,
    Prices prices,
    ServerConfig.Limits limits,
    String configHash,
    LongAdder tagsDropped,
    HookSpans spans) {

  /// Returns the client protocol of a request, or null.
  @Nullable ClientProtocol protocol(RequestHead head) {
    for (ClientProtocol protocol : protocols) {
      if (protocol.matches(head)) {
        return protocol;
      }
    }
    return null;
  }
}
