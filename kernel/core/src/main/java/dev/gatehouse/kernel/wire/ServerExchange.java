package dev.gatehouse.kernel.wire;

import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.RequestHead;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One request on a server connection.
final class ServerExchange implements WireExchange, WireBody {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerConnection connection;
  private final ParsedRequest request;
  private final Forwarded client;
  private final long startedNanos;
  private final BodyReader body;
  private boolean continueDue;
  private long bodyBegan;
  private long bodyRead;
  private volatile boolean bodyDone;

  private volatile @Nullable ServerResponse response;
  private final AtomicBoolean watched = new AtomicBoolean();
  private final AtomicReference<@Nullable Runnable> onDisconnect = new AtomicReference<>();
  private volatile boolean gone;
  private boolean last;

  ServerExchange(
      ServerConnection connection, ParsedRequest request, Forwarded client, long startedNanos) {
    this.connection = connection;
    this.request = request;
    this.client = client;
    this.startedNanos = startedNanos;
    this.continueDue = request.expectsContinue();
    this.body =
        request.bodyLength() < 0
            ? BodyReader.chunked(connection.in(), connection.limits().body())
            : BodyReader.ofLength(connection.in(), request.bodyLength());
    this.bodyDone = body.done();
  }

  @Override
  public RequestHead head() {
    return request.head();
  }

  @Override
  public long startedNanos() {
    return startedNanos;
  }

  @Override
  public boolean secure() {
    Boolean said = client.secure();
    return said == null ? connection.secure() : said;
  }

  @Override
  public long connectedNanos() {
    return connection.connectedNanos();
  }

  @Override
  public void last() {
    last = true;
  }

  @Override
  public InetSocketAddress peer() {
    return client.client();
  }

  @Override
  public WireBody requestBody() {
    return this;
  }

  @Override
  public long length() {
    return request.bodyLength();
  }

  @Override
  public void checkLength() throws WireException {
    if (tooLarge()) {
      throw RequestParser.tooLarge(connection.limits().body());
    }
  }

  boolean tooLarge() {
    return request.bodyLength() > connection.limits().body();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (bodyDone) {
      return -1;
    }
    checkLength();
    if (continueDue) {
      continueDue = false;
      connection.write(CONTINUE, 0, CONTINUE.length);
    }
    if (bodyBegan == 0) {
      bodyBegan = System.nanoTime();
    }
    if (!body.available()) {
      connection.readWithin(connection.limits().bodyGrace().toNanos());
    }
    int n;
    try {
      n = body.read(buffer, offset, length);
    } catch (IOException e) {
      if (connection.timedOut()) {
        throw tooSlow();
      }
      throw e;
    } finally {
      connection.readWithin(0);
    }
    bodyRead += Math.max(n, 0);
    bodyDone = body.done();
    if (!bodyDone) {
      checkRate();
    }
    return n;
  }

  private void checkRate() throws WireException {
    long elapsed = System.nanoTime() - bodyBegan - connection.limits().bodyGrace().toNanos();
    if (elapsed > 0 && bodyRead < elapsed / 1_000_000_000.0 * connection.limits().bodyRate()) {
      throw tooSlow();
    }
  }

  private static WireException tooSlow() {
    return new WireException(408, "request_timeout", "The request body arrives too slowly.");
  }

  boolean bodyDone() {
    return bodyDone;
  }

  @Override
  public WireResponse respond(int status, Headers headers, long length) throws IOException {
    if (response != null) {
      throw new IllegalStateException("the answer was begun already");
    }
    // A client that still waits to send its body will send it or not, so what follows has two
    // readings.
    boolean unread = !bodyDone && request.bodyLength() < 0;
    boolean close =
        request.close() || last || continueDue || connection.isDraining() || unread || tooLarge();
    boolean bodyless = request.head().method().equals("HEAD") || Statuses.hasNoBody(status);
    ServerResponse begun =
        new ServerResponse(
            connection, status, headers, length, request.minorVersion(), close, bodyless);
    response = begun;
    return begun;
  }

  @Override
  public boolean responded() {
    return response != null;
  }

  @Override
  public void onDisconnect(Runnable action) {
    onDisconnect.set(action);
    if (gone) {
      runDisconnect();
    }
  }

  @Override
  public boolean clientGone() {
    return gone;
  }

  /// Returns true once, to whoever may start to watch the client.
  boolean claimWatch() {
    return watched.compareAndSet(false, true);
  }

  void disconnected() {
    if (connection.isCut()) {
      return;
    }
    gone = true;
    ServerResponse begun = response;
    // Who leaves with everything that there is to have does not break anything off.
    if (begun == null || !begun.settled()) {
      runDisconnect();
    }
  }

  private void runDisconnect() {
    Runnable action = onDisconnect.getAndSet(null);
    if (action != null) {
      action.run();
    }
  }

  /// The handler has returned; what it did not finish stays cut.
  void over() {
    onDisconnect.set(null);
    watched.set(true);
    if (response == null || !response.finished()) {
      connection.cut();
    }
  }

  /// Returns whether the client got its whole answer before it sent its whole request.
  boolean answeredEarly() {
    return response != null && response.finished() && !bodyDone && !gone;
  }

  boolean reusable() {
    return response != null && response.finished() && !response.closes() && !gone;
  }
}
