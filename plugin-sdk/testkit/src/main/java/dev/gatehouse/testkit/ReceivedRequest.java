package dev.gatehouse.testkit;

import dev.gatehouse.sdk.http.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A request as a [ScriptedUpstream] received it, byte for byte. Thread-safe.
public final class ReceivedRequest {
  private final String method;
  private final String target;
  private final Headers headers;
  private final byte[] head;
  private final byte[] body;
  private final CountDownLatch left = new CountDownLatch(1);
  private volatile boolean answered;

  ReceivedRequest(String method, String target, Headers headers, byte[] head, byte[] body) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.head = head;
    this.body = body;
  }

  /// Returns the method.
  public String method() {
    return method;
  }

  /// Returns path and query as they stood on the request line.
  public String target() {
    return target;
  }

  /// Returns the path, still percent-encoded.
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /// Returns the header fields in order. Do not change.
  public Headers headers() {
    return headers;
  }

  /// Returns the bytes from the request line to the blank line behind the fields. Do not change.
  public byte[] head() {
    return head;
  }

  /// Returns the body with its framing removed. Do not change.
  public byte[] body() {
    return body;
  }

  /// Returns the body as text.
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// Returns whether the reply was sent to its end.
  public boolean answered() {
    return answered;
  }

  /// Waits until the client leaves before the reply was sent to its end.
  ///
  /// @return whether that happened within the time
  public boolean awaitAbort(Duration atMost) throws InterruptedException {
    return left.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  void markAnswered() {
    answered = true;
  }

  /// Tells that the client closed the connection; of no meaning once it has its answer.
  void markLeft() {
    if (!answered) {
      left.countDown();
    }
  }

  /// Names method and path only: fields may hold credentials.
  @Override
  public String toString() {
    return method + " " + path();
  }
}
