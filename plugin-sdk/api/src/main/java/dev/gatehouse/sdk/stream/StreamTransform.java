package dev.gatehouse.sdk.stream;

/// What a filter does to one stream. One object for each stream, called by one thread, so it may
/// keep state in plain fields.
///
/// [dev.gatehouse.sdk.filter.TextFilter] makes one that edits text in every protocol. A transform
/// that holds text back by itself should let it go before it passes an event whose steps are
/// anything else than text: protocols with blocks do not take text after the end of its block.
///
/// For each event it may emit none, one or several, hold text back and release it in [#onEnd], or
/// stop the stream. Error events made by the gateway do not pass transforms. The protocol's end
/// marker (`[DONE]`) does, and goes out last.
@FunctionalInterface
public interface StreamTransform {
  /// Called for each event in order. An event that is not emitted is gone.
  void onEvent(StreamEvent event, StreamSink out) throws Exception;

  /// Called once after the last event of a stream that ended properly, and before its end marker
  /// goes out; not after a cut, an error or when the client left.
  default void onEnd(StreamSink out) throws Exception {}
}
