package dev.gatehouse.plugins.cache;

import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.stream.EventDecoder;
import dev.gatehouse.sdk.stream.EventSource;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.util.List;

/// An answer that is kept: bytes only, nothing of the exchange it came from.
///
/// @param contentType its type
/// @param streamed whether it was a stream
/// @param parts the whole body, or the events in order
/// @param storedAt when, in milliseconds since the epoch
record Entry(String contentType, boolean streamed, List<byte[]> parts, long storedAt) {
  // What an entry costs besides its bytes, roughly.
  private static final int COST = 256;

  Entry {
    parts = List.copyOf(parts);
  }

  int weight() {
    long bytes = COST;
    for (byte[] part : parts) {
      bytes += part.length + 32L;
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  /// Returns the answer again.
  Answer replay(long now) {
    Headers headers =
        Headers.of(
            "content-type",
            contentType,
            "age",
            Long.toString(Math.max(0, (now - storedAt) / 1000)),
            "x-gatehouse-cache",
            "hit");
    return streamed
        ? Answer.stream(
            200,
            headers,
            EventSource.of(
                parts.stream().map(part -> StreamEvent.raw(part, EventDecoder.NONE)).toList()))
        : Answer.whole(200, headers, Body.of(parts.getFirst()));
  }
}
