package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Streams to test with.
final class Streams {
  private Streams() {}

  /// Returns an event as Anthropic writes it: its name is the `type` of its data.
  static String event(String data) {
    int start = data.indexOf("\"type\":\"") + 8;
    return "event: " + data.substring(start, data.indexOf('"', start)) + "\ndata: " + data + "\n\n";
  }

  static StreamEvent of(String data) {
    return StreamEvent.raw(event(data).getBytes(StandardCharsets.UTF_8), EventReader.EVENTS);
  }

  static Reply reply(String... data) {
    StringBuilder all = new StringBuilder();
    for (String one : data) {
      all.append(event(one));
    }
    return Reply.bytes("text/event-stream", all.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// Returns the data of events, without the id of the message, which is drawn.
  static String shown(List<StreamEvent> events) {
    StringBuilder all = new StringBuilder();
    for (StreamEvent event : events) {
      all.append(event.name())
          .append(' ')
          .append(new String(event.data(), StandardCharsets.UTF_8))
          .append('\n');
    }
    return all.toString().replaceAll("\"id\":\"msg_[0-9a-f]+\"", "\"id\":\"msg\"");
  }
}
