package dev.gatehouse.sdk.exchange;

import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.stream.EventSource;
import org.jspecify.annotations.Nullable;

/// The answer to an exchange: a head, and either a whole body or a stream of events.
///
/// Framing fields (`content-length`, `transfer-encoding`, `connection`) are the gateway's own and
/// ignored here. Belongs to the thread of the exchange.
public final class Answer {
  private int status;
  private final Headers headers;
  private final @Nullable Body body;
  private final @Nullable EventSource events;

  private Answer(int status, Headers headers, @Nullable Body body, @Nullable EventSource events) {
    this.headers = headers;
    this.body = body;
    this.events = events;
    status(status);
  }

  /// Returns a whole answer.
  public static Answer whole(int status, Headers headers, Body body) {
    return new Answer(status, headers, body, null);
  }

  /// Returns a whole answer of the given type.
  public static Answer of(int status, String contentType, byte[] body) {
    return whole(status, Headers.of("content-type", contentType), Body.of(body));
  }

  /// Returns a whole JSON answer.
  public static Answer json(int status, byte[] body) {
    return of(status, "application/json", body);
  }

  /// Returns a streamed answer. The kernel closes the source.
  public static Answer stream(int status, Headers headers, EventSource events) {
    return new Answer(status, headers, null, events);
  }

  /// Returns the HTTP status.
  public int status() {
    return status;
  }

  /// Sets the HTTP status, 200 to 599. No effect once the head went out.
  public void status(int newStatus) {
    if (newStatus < 200 || newStatus > 599) {
      throw new IllegalArgumentException("a status is 200 to 599, got " + newStatus);
    }
    status = newStatus;
  }

  /// Returns the fields, for reading and changing.
  public Headers headers() {
    return headers;
  }

  /// Returns whether this is a stream of events.
  public boolean streamed() {
    return events != null;
  }

  /// Returns the whole body.
  ///
  /// @throws IllegalStateException when the answer is streamed
  public Body body() {
    if (body == null) {
      throw new IllegalStateException("a streamed answer has no whole body; use onStream");
    }
    return body;
  }

  /// Returns the events. Filters do not read them; they transform them through `onStream`.
  ///
  /// @throws IllegalStateException when the answer is whole
  public EventSource events() {
    if (events == null) {
      throw new IllegalStateException("a whole answer has no events; use onResponse");
    }
    return events;
  }
}
