package dev.gatehouse.kernel.wire;

import dev.gatehouse.kernel.wire.UpstreamFailure.Phase;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.BodySource;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Keeps connections to upstreams. Last in, first out: what is not needed stays idle and is closed.
/// Thread-safe.
public final class ClientPool implements AutoCloseable, Ticker.Watched {
  private static final long STALE_AFTER_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(5);

  /// The connections to one origin.
  private static final class Idle {
    private final ConcurrentLinkedDeque<ClientConnection> connections =
        new ConcurrentLinkedDeque<>();
    private final AtomicInteger open = new AtomicInteger();
  }

  /// How many connections there are to an origin.
  ///
  /// @param open all of them
  /// @param idle those that wait for a request
  public record Count(int open, int idle) {}

  private final Map<Origin, Idle> origins = new ConcurrentHashMap<>();
  private final Ticker ticker;
  private final SSLSocketFactory tls;
  private final long idleNanos;
  private volatile boolean closed;
  private long lastSweep = System.nanoTime();

  /// Makes an empty pool.
  ///
  /// @param idle how long a connection may wait for its next request
  public ClientPool(Ticker ticker, Duration idle) {
    this(ticker, idle, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  ClientPool(Ticker ticker, Duration idle, SSLSocketFactory tls) {
    this.ticker = ticker;
    this.idleNanos = idle.toNanos();
    this.tls = tls;
    ticker.add(this);
  }

  /// A connection in use.
  final class Lease {
    private final Idle idle;
    private final ClientConnection connection;
    private final boolean pooled;
    private boolean ended;

    private Lease(Idle idle, ClientConnection connection, boolean pooled) {
      this.idle = idle;
      this.connection = connection;
      this.pooled = pooled;
    }

    ClientConnection connection() {
      return connection;
    }

    void end(boolean reusable) {
      if (ended) {
        return;
      }
      ended = true;
      if (reusable && !closed && !connection.closed() && !connection.unasked()) {
        connection.idle(System.nanoTime());
        idle.connections.addFirst(connection);
      } else {
        connection.close();
        idle.open.decrementAndGet();
      }
    }
  }

  /// Sends a request and returns the head of its answer.
  ///
  /// @param most the most connections to the origin
  /// @param cancel is handed a way to end the exchange from another thread, as soon as there is a
  ///   connection
  /// @throws UpstreamFailure when no answer began
  public ClientExchange send(
      Origin origin, ClientRequest request, Timers timers, int most, Consumer<Runnable> cancel)
      throws IOException {
    long deadline = System.nanoTime() + timers.total().toNanos();
    while (true) {
      Lease lease = lease(origin, timers, most);
      cancel.accept(lease.connection()::close);
      boolean answered = false;
      try {
        ClientExchange exchange = exchange(lease, origin, request, timers, deadline);
        answered = true;
        return exchange;
      } catch (UpstreamFailure e) {
        boolean deadOnArrival =
            lease.pooled && e.phase() == Phase.NO_ANSWER && request.repeatable();
        if (!deadOnArrival || !request.body().held()) {
          throw e;
        }
      } finally {
        if (!answered) {
          lease.end(false);
        }
      }
    }
  }

  private Lease lease(Origin origin, Timers timers, int most) throws UpstreamFailure {
    Idle idle = origins.computeIfAbsent(origin, _ -> new Idle());
    for (ClientConnection connection = idle.connections.pollFirst();
        connection != null;
        connection = idle.connections.pollFirst()) {
      boolean rested = System.nanoTime() - connection.idleSince() > STALE_AFTER_NANOS;
      if (!connection.unasked() && (!rested || !connection.stale())) {
        return new Lease(idle, connection, true);
      }
      connection.close();
      idle.open.decrementAndGet();
    }
    if (idle.open.incrementAndGet() > most) {
      idle.open.decrementAndGet();
      throw new UpstreamFailure(
          Phase.CONNECT, "all " + most + " connections to " + origin + " are in use");
    }
    boolean opened = false;
    try {
      ClientConnection connection = ClientConnection.open(origin, timers.connect(), tls);
      opened = true;
      return new Lease(idle, connection, false);
    } finally {
      if (!opened) {
        idle.open.decrementAndGet();
      }
    }
  }

  private ClientExchange exchange(
      Lease lease, Origin origin, ClientRequest request, Timers timers, long deadline)
      throws IOException {
    ClientConnection connection = lease.connection();
    connection.writeUntil(deadline);
    ticker.add(connection);
    try {
      write(connection.out(), origin, request);
    } catch (IOException e) {
      if (connection.writeTimedOut()) {
        throw UpstreamFailure.tookTooLong(timers, e);
      }
      // An upstream may answer and close before it has read everything; then its answer tells why.
      if (!request.body().held()) {
        throw failed(connection, e, "the request could not be sent");
      }
    } finally {
      ticker.remove(connection);
    }
    ResponseParser.ParsedResponse response = readHead(connection, request, timers, deadline);
    return new ClientExchange(
        lease, response, ResponseParser.body(connection.in(), response), timers, deadline);
  }

  private static ResponseParser.ParsedResponse readHead(
      ClientConnection connection, ClientRequest request, Timers timers, long deadline)
      throws IOException {
    try {
      connection.readWithin(timers.firstByte().toNanos(), deadline);
      return ResponseParser.read(connection.in(), request.method());
    } catch (SocketTimeoutException e) {
      if (System.nanoTime() - deadline >= 0) {
        throw UpstreamFailure.tookTooLong(timers, e);
      }
      throw new UpstreamFailure(
          Phase.FIRST_BYTE_TIMEOUT, "no answer within " + timers.firstByte().toMillis() + " ms", e);
    } catch (WireException e) {
      throw new UpstreamFailure(Phase.MALFORMED, e.detail(), e);
    } catch (IOException e) {
      throw failed(connection, e, "the connection ended before an answer");
    }
  }

  private static UpstreamFailure failed(
      ClientConnection connection, IOException e, String message) {
    Phase phase =
        connection.closed() && !(e instanceof EOFException) ? Phase.CANCELLED : Phase.NO_ANSWER;
    return new UpstreamFailure(phase, message, e);
  }

  private static void write(MessageWriter out, Origin origin, ClientRequest request)
      throws IOException {
    out.text(request.method());
    out.text(" ");
    out.text(request.target());
    out.text(" HTTP/1.1\r\n");
    out.field("host", origin.authority());
    request.headers().remove("host");
    out.fields(request.headers());
    Body body = request.body();
    BodySource source = body.held() ? null : body.takeSource();
    if (source != null) {
      writeArriving(out, source, body.length());
      return;
    }
    byte[] bytes = body.bytes();
    boolean bodyless = request.method().equals("GET") || request.method().equals("HEAD");
    if (bytes.length > 0 || !bodyless) {
      out.field("content-length", Integer.toString(bytes.length));
    }
    out.text("\r\n");
    out.data(bytes, 0, bytes.length);
    out.flush();
  }

  private static void writeArriving(MessageWriter out, BodySource source, long length)
      throws IOException {
    if (length == 0) {
      out.text("\r\n");
      out.flush();
      return;
    }
    boolean chunked = length < 0;
    out.field(
        chunked ? "transfer-encoding" : "content-length",
        chunked ? "chunked" : Long.toString(length));
    out.text("\r\n");
    byte[] buffer = new byte[16 * 1024];
    for (int n = source.read(buffer, 0, buffer.length);
        n >= 0;
        n = source.read(buffer, 0, buffer.length)) {
      if (chunked) {
        out.chunk(buffer, 0, n);
      } else {
        out.data(buffer, 0, n);
      }
    }
    if (chunked) {
      out.lastChunk();
    }
    out.flush();
  }

  /// Returns how many connections there are to each origin.
  public Map<Origin, Count> counts() {
    Map<Origin, Count> counts = new java.util.HashMap<>();
    origins.forEach(
        (origin, idle) -> counts.put(origin, new Count(idle.open.get(), idle.connections.size())));
    return counts;
  }

  @Override
  public void tick(long now) {
    if (now - lastSweep < SWEEP_NANOS) {
      return;
    }
    lastSweep = now;
    for (Idle idle : origins.values()) {
      closeRested(idle, now);
    }
  }

  /// The longest idle ones are at the end.
  private void closeRested(Idle idle, long now) {
    for (@Nullable ClientConnection last = idle.connections.peekLast();
        last != null && (closed || now - last.idleSince() > idleNanos);
        last = idle.connections.peekLast()) {
      if (idle.connections.removeLastOccurrence(last)) {
        last.close();
        idle.open.decrementAndGet();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    ticker.remove(this);
    for (Idle idle : origins.values()) {
      closeRested(idle, System.nanoTime());
    }
  }
}
