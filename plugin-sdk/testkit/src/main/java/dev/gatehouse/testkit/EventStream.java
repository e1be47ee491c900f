package dev.gatehouse.testkit;

import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.stream.EventDecoder;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A streamed answer as the client of a [TestGateway] sees it, one event after the other. Blocking,
/// for one thread. [#close] leaves in the middle, as a client that has seen enough does.
public final class EventStream implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final HttpURLConnection connection;
  private final int status;
  private final InputStream in;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  private EventStream(HttpURLConnection connection) throws IOException {
    this.connection = connection;
    this.status = connection.getResponseCode();
    InputStream body = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
    this.in = body == null ? InputStream.nullInputStream() : body;
  }

  /// Sends a request and waits for the head of its answer. The JDK's older client is used because
  /// its newer one throws away what it has buffered when an answer is cut, and what a client sees
  /// of a cut answer is what tests are about.
  static EventStream open(URI address, byte[] body, Headers fields) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    connection.setRequestProperty("content-type", "application/json");
    fields.forEach(connection::setRequestProperty);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    return new EventStream(connection);
  }

  /// Returns the status.
  public int status() {
    return status;
  }

  /// Returns the header fields.
  public Headers headers() {
    Headers headers = Headers.create();
    connection
        .getHeaderFields()
        .forEach((name, all) -> {
          if (name != null) {
            all.forEach(value -> headers.add(name, value));
          }
        });
    return headers;
  }

  /// Returns the gateway's id of the exchange, or an empty text when it sent none.
  public String requestId() {
    return headers().first("x-request-id").orElse("");
  }

  /// Returns the next event, or null at the proper end of the answer.
  ///
  /// @throws IOException when the answer is cut
  public @Nullable StreamEvent next() throws IOException {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    boolean lineEnded = false;
    for (int b = in.read(); b >= 0; b = in.read()) {
      event.write(b);
      received.write(b);
      if (b == '\n' && lineEnded) {
        return StreamEvent.raw(event.toByteArray(), EventDecoder.NONE);
      }
      lineEnded = b == '\n' || (lineEnded && b == '\r');
    }
    return event.size() == 0 ? null : StreamEvent.raw(event.toByteArray(), EventDecoder.NONE);
  }

  /// Returns all further events up to the proper end.
  ///
  /// @throws IOException when the answer is cut; what came before is in [#received]
  public List<StreamEvent> rest() throws IOException {
    List<StreamEvent> events = new ArrayList<>();
    for (StreamEvent event = next(); event != null; event = next()) {
      events.add(event);
    }
    return events;
  }

  /// Returns all bytes of the body read so far.
  public byte[] received() {
    return received.toByteArray();
  }

  /// Leaves; the connection is closed unless the answer was read to its end.
  @Override
  public void close() {
    connection.disconnect();
  }
}
