package dev.gatehouse.sdk.stream;

import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.TextMapper;
import dev.gatehouse.sdk.http.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One server-sent event of an answer (WHATWG HTML, section 9.2), kept as the bytes it came in.
///
/// [#raw] goes to the client unless a transform puts another event in its place. All other views
/// are parsed from it when first asked for and then shared by everyone who asks. Immutable to the
/// outside; it belongs to the thread of its exchange.
public final class StreamEvent {
  private final byte[] raw;
  private final EventDecoder decoder;
  private @Nullable String name;
  private byte @Nullable [] data;
  private @Nullable JsonNode json;
  private @Nullable List<AiDelta> deltas;

  private StreamEvent(byte[] raw, EventDecoder decoder) {
    this.raw = Objects.requireNonNull(raw, "raw");
    this.decoder = Objects.requireNonNull(decoder, "decoder");
  }

  /// Returns the event that these bytes are, from its first field to the blank line that ends it.
  /// The array is not copied and must not be changed.
  public static StreamEvent raw(byte[] raw, EventDecoder decoder) {
    return new StreamEvent(raw, decoder);
  }

  /// Returns a new event.
  ///
  /// @param name the event's name, or null for none
  /// @param data its data; line breaks split it into several `data` lines
  public static StreamEvent of(@Nullable String name, byte[] data, EventDecoder decoder) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 32);
    if (name != null) {
      out.writeBytes(("event: " + name + "\n").getBytes(StandardCharsets.UTF_8));
    }
    int start = 0;
    for (int i = 0; i <= data.length; i++) {
      if (i == data.length || data[i] == '\n') {
        out.writeBytes(DATA);
        out.write(data, start, i - start);
        out.write('\n');
        start = i + 1;
      }
    }
    out.write('\n');
    return new StreamEvent(out.toByteArray(), decoder);
  }

  private static final byte[] DATA = {'d', 'a', 't', 'a', ':', ' '};

  /// Returns the bytes as they came, with the blank line that ends the event. Shared; do not
  /// change.
  public byte[] raw() {
    return raw;
  }

  /// Returns the event's name; `message` when it has none, as the standard says.
  public String name() {
    readFields();
    return name == null ? "message" : name;
  }

  /// Returns the data lines joined by line feeds; empty for a comment. Shared; do not change.
  public byte[] data() {
    return readFields();
  }

  /// Returns whether the event carries no data, as comments that keep a connection alive do.
  public boolean comment() {
    return data().length == 0;
  }

  /// Returns the data as JSON, parsed once.
  ///
  /// @throws dev.gatehouse.sdk.http.ProblemException when it is none, as with end markers like
  ///   `[DONE]`
  public JsonNode json() {
    JsonNode parsed = json;
    if (parsed == null) {
      parsed = Json.parse(data());
      json = parsed;
    }
    return parsed;
  }

  /// Returns what the event means, decoded once by its protocol.
  public List<AiDelta> deltas() {
    List<AiDelta> decoded = deltas;
    if (decoded == null) {
      decoded = decoder.decode(this);
      deltas = decoded;
    }
    return decoded;
  }

  /// Returns whether the event may hold usage, a finish reason or an error; cheap.
  public boolean settles() {
    return decoder.settles(this);
  }

  /// Returns whether the event is its protocol's end marker.
  public boolean ends() {
    return decoder.ends(this);
  }

  /// Returns an event of the same name and protocol with other data.
  public StreamEvent withData(byte[] newData) {
    readFields();
    return of(name, newData, decoder);
  }

  /// Returns this event with other text in the place of its own, whatever the protocol; the same
  /// event when no text changes.
  ///
  /// @throws UnsupportedOperationException when the protocol cannot
  public StreamEvent mapText(TextMapper mapper) {
    return decoder.mapText(this, mapper);
  }

  private byte[] readFields() {
    byte[] read = data;
    if (read != null) {
      return read;
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream(raw.length);
    boolean any = false;
    int i = 0;
    while (i < raw.length) {
      int end = i;
      while (end < raw.length && raw[end] != '\n' && raw[end] != '\r') {
        end++;
      }
      int colon = i;
      while (colon < end && raw[colon] != ':') {
        colon++;
      }
      int value = colon < end ? colon + 1 : end;
      if (value < end && raw[value] == ' ') {
        value++;
      }
      int length = colon - i;
      if (length == 4
          && raw[i] == 'd'
          && raw[i + 1] == 'a'
          && raw[i + 2] == 't'
          && raw[i + 3] == 'a') {
        if (any) {
          joined.write('\n');
        }
        joined.write(raw, value, end - value);
        any = true;
      } else if (length == 5
          && raw[i] == 'e'
          && raw[i + 1] == 'v'
          && raw[i + 2] == 'e'
          && raw[i + 3] == 'n'
          && raw[i + 4] == 't') {
        name = new String(raw, value, end - value, StandardCharsets.UTF_8);
      }
      i =
          end < raw.length && raw[end] == '\r' && end + 1 < raw.length && raw[end + 1] == '\n'
              ? end + 2
              : end + 1;
    }
    read = joined.toByteArray();
    data = read;
    return read;
  }
}
