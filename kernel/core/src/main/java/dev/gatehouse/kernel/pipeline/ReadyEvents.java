package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.sdk.stream.EventSource;

/// A source that knows whether its next event would have to be waited for. Only then it is worth
/// sending what is there.
interface ReadyEvents extends EventSource {
  /// Returns whether more can be had without waiting.
  boolean ready();
}
