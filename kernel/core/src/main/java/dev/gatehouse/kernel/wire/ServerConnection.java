package dev.gatehouse.kernel.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Serves one HTTP/1.1 connection from its first to its last request.
///
/// While a request is being served and the client is silent, a second thread reads ahead, so that a
/// client that leaves is noticed. It is started only for exchanges that take longer than some
/// milliseconds, because handing bytes from one thread to another costs more than serving a quick
/// request.
public final class ServerConnection implements Ticker.Watched {
  private static final long WATCH_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(15);
  private static final long NEVER = Long.MAX_VALUE;
  private static final int LINGER_BYTES = 64 * 1024;

  private final Transport transport;
  private final WireHandler handler;
  private final WireLimits limits;
  private final Ticker ticker;
  private final AtomicBoolean draining;
  private final TrustedNetworks trusted;
  private final ByteQueue in;
  private final long connectedNanos = System.nanoTime();

  private volatile long readDeadline = NEVER;
  private volatile long writeDeadline = NEVER;
  private volatile boolean timedOut;
  private volatile boolean cut;
  private volatile @Nullable ServerExchange serving;
  private volatile @Nullable ReadAhead ahead;
  // Makes the beginning of a watch and the end of its exchange one after the other: two threads
  // that read the same connection would mix up its bytes.
  private final ReentrantLock watching = new ReentrantLock();

  /// Makes a connection.
  ///
  /// @param draining when true, no further request is read
  /// @param trusted who may say who the client is
  public ServerConnection(
      Transport transport,
      WireHandler handler,
      WireLimits limits,
      Ticker ticker,
      AtomicBoolean draining,
      TrustedNetworks trusted) {
    this.transport = transport;
    this.handler = handler;
    this.limits = limits;
    this.ticker = ticker;
    this.draining = draining;
    this.trusted = trusted;
    this.in = new ByteQueue(this::read);
  }

  /// Serves until the connection ends. Call once, on a virtual thread.
  public void serve() {
    ticker.add(this);
    try {
      boolean more = true;
      for (boolean first = true; more; first = false) {
        more = awaitRequest(first) && serveOne();
      }
    } catch (IOException e) {
      // The client left, or the time was over: there is nobody to tell.
      transport.close();
    } finally {
      ticker.remove(this);
      transport.close();
    }
  }

  private boolean awaitRequest(boolean first) throws IOException {
    readDeadline = System.nanoTime() + (first ? limits.head() : limits.idle()).toNanos();
    return !draining.get() && in.peek() >= 0;
  }

  private boolean serveOne() throws IOException {
    long started = System.nanoTime();
    readDeadline = started + limits.head().toNanos();
    ParsedRequest request;
    try {
      request = new RequestParser(in, limits).read();
    } catch (WireException e) {
      refuse(e);
      return false;
    } catch (EOFException e) {
      return false;
    } catch (IOException e) {
      if (timedOut) {
        handler.refused(
            peer(), new WireException(408, "request_timeout", "The head took too long."));
      }
      throw e;
    }
    readDeadline = NEVER;
    Forwarded client =
        trusted.isEmpty()
            ? new Forwarded(peer(), null)
            : Forwarded.of(request.head().headers(), peer(), trusted);
    Framing.stripIdentity(request.head().headers());
    Framing.stripHopByHop(request.head().headers());
    ServerExchange exchange = new ServerExchange(this, request, client, started);
    serving = exchange;
    try {
      handler.handle(exchange);
    } finally {
      exchange.over();
      endWatch();
    }
    if (exchange.reusable() && skipRest(exchange)) {
      return true;
    }
    if (exchange.answeredEarly()) {
      lingerBeforeClose();
    }
    return false;
  }

  /// Reads what the handler left of a body, if it is little; else the connection is not worth
  /// keeping.
  private boolean skipRest(ServerExchange exchange) throws IOException {
    if (exchange.bodyDone()) {
      return true;
    }
    byte[] rest = new byte[4 * 1024];
    int skipped = 0;
    while (!exchange.bodyDone()) {
      int n = exchange.requestBody().read(rest, 0, rest.length);
      skipped += Math.max(n, 0);
      if (skipped > LINGER_BYTES) {
        return false;
      }
    }
    return true;
  }

  private void refuse(WireException refused) {
    handler.refused(peer(), refused);
    try {
      MessageWriter writer = new MessageWriter(this::write);
      byte[] body = ProblemBytes.of(refused);
      writer.text(
          "HTTP/1.1 " + refused.status() + " " + Statuses.reason(refused.status()) + "\r\n");
      writer.field("content-type", "application/problem+json");
      writer.field("content-length", Integer.toString(body.length));
      writer.field("connection", "close");
      writer.field("date", HttpDate.now());
      writer.text("\r\n");
      writer.data(body, 0, body.length);
      writer.flush();
      lingerBeforeClose();
    } catch (IOException e) {
      // The client did not wait for the answer.
      transport.close();
    }
  }

  /// Reads on for a moment: closing with unread bytes would take the answer away from the client
  /// (RFC 9112, section 9.6).
  private void lingerBeforeClose() throws IOException {
    readDeadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
    byte[] rest = new byte[4 * 1024];
    int skipped = 0;
    while (skipped < LINGER_BYTES) {
      int n = in.read(rest, 0, rest.length);
      if (n < 0) {
        return;
      }
      skipped += n;
    }
  }

  ByteQueue in() {
    return in;
  }

  WireLimits limits() {
    return limits;
  }

  InetSocketAddress peer() {
    return transport.peer();
  }

  long connectedNanos() {
    return connectedNanos;
  }

  boolean secure() {
    return transport.secure();
  }

  boolean isDraining() {
    return draining.get();
  }

  /// Bounds the reads that follow; 0 for no bound.
  void readWithin(long nanos) {
    readDeadline = nanos == 0 ? NEVER : System.nanoTime() + nanos;
  }

  boolean timedOut() {
    return timedOut;
  }

  /// Returns whether we ended the connection, so that its end says nothing of the client.
  boolean isCut() {
    return cut;
  }

  private int read(byte[] buffer, int offset, int length) throws IOException {
    ReadAhead reading = ahead;
    if (reading != null) {
      int n = reading.take(buffer, offset, length);
      if (reading.empty()) {
        ahead = null;
      }
      return n;
    }
    return transport.read(buffer, offset, length);
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    writeDeadline = System.nanoTime() + limits.write().toNanos();
    try {
      transport.write(bytes, offset, length);
    } finally {
      writeDeadline = NEVER;
    }
  }

  /// Ends the connection from our side.
  void cut() {
    cut = true;
    transport.close();
  }

  private static boolean over(long deadline, long now) {
    return deadline != NEVER && now - deadline > 0;
  }

  @Override
  public void tick(long now) {
    if (over(readDeadline, now) || over(writeDeadline, now)) {
      timedOut = true;
      transport.close();
    }
    ServerExchange exchange = serving;
    if (exchange != null
        && ahead == null
        && exchange.bodyDone()
        && now - exchange.startedNanos() > WATCH_AFTER_NANOS) {
      beginWatch(exchange);
    }
  }

  private void beginWatch(ServerExchange exchange) {
    ReadAhead reading = new ReadAhead(transport, exchange::disconnected);
    watching.lock();
    try {
      if (serving != exchange || !exchange.claimWatch()) {
        return;
      }
      ahead = reading;
    } finally {
      watching.unlock();
    }
    Thread.ofVirtual().name("client-watch").start(reading);
  }

  /// From here on, nobody begins to watch; a watch that has begun is seen by the next read.
  private void endWatch() {
    watching.lock();
    try {
      serving = null;
    } finally {
      watching.unlock();
    }
  }
}
