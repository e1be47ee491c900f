package dev.gatehouse.sdk.stream;

import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.TextMapper;
import java.util.List;

/// Reads the events of one protocol. Stateless and thread-safe: a pure function of one event.
public interface EventDecoder {
  /// A decoder that knows nothing: every event is of no known meaning.
  EventDecoder NONE = event -> List.of();

  /// Returns the steps the event holds; empty for comments, pings and ends of streams. Never throws
  /// for malformed events, but returns none.
  List<AiDelta> decode(StreamEvent event);

  /// Returns whether the event may hold usage, a finish reason, or an error. A cheap look at the
  /// raw bytes that saves parsing events nobody reads: say true when in doubt.
  default boolean settles(StreamEvent event) {
    return true;
  }

  /// Returns the event with other text in the place of that of its [AiDelta.Kind#TEXT] steps; the
  /// same event when no text changes. Whatever else quotes the text that changed is taken away.
  ///
  /// @throws UnsupportedOperationException when this protocol cannot; the default
  default StreamEvent mapText(StreamEvent event, TextMapper mapper) {
    throw new UnsupportedOperationException("the text of this protocol's events cannot be edited");
  }

  /// Returns whether the event is the protocol's end marker, such as `[DONE]`, after which no other
  /// may follow. It goes out last: what transforms still hold back goes before it.
  default boolean ends(StreamEvent event) {
    return false;
  }
}
