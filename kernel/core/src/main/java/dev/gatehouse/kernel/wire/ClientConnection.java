package dev.gatehouse.kernel.wire;

import dev.gatehouse.kernel.wire.UpstreamFailure.Phase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One connection to an upstream.
final class ClientConnection implements Ticker.Watched {
  private static final long STALE_CHECK_NANOS = 1_000_000;

  private final Socket socket;
  private final Socket plain;
  private final java.io.InputStream input;
  private final java.io.OutputStream output;
  private final ByteQueue in = new ByteQueue(this::read);
  private final MessageWriter out = new MessageWriter(this::write);
  private long idleSince;
  private long pauseNanos;
  private long deadline;
  private int currentTimeout = -1;
  private volatile long writeDeadline;
  private volatile boolean writeTimedOut;
  private volatile boolean closed;

  private ClientConnection(Socket socket, Socket plain) throws IOException {
    this.socket = socket;
    this.plain = plain;
    this.input = socket.getInputStream();
    this.output = socket.getOutputStream();
  }

  static ClientConnection open(Origin origin, Duration within, SSLSocketFactory tls)
      throws UpstreamFailure {
    Socket socket = new Socket();
    boolean connected = false;
    try {
      socket.setTcpNoDelay(true);
      int millis = Math.clamp(within.toMillis(), 1, Integer.MAX_VALUE);
      InetSocketAddress address = new InetSocketAddress(origin.host(), origin.port());
      if (address.isUnresolved()) {
        throw new UpstreamFailure(Phase.CONNECT, "the host " + origin.host() + " is not known");
      }
      socket.connect(address, millis);
      Socket usable = origin.secure() ? secured(socket, origin, millis, tls) : socket;
      ClientConnection connection = new ClientConnection(usable, socket);
      connected = true;
      return connection;
    } catch (UpstreamFailure e) {
      throw e;
    } catch (SocketTimeoutException e) {
      throw new UpstreamFailure(
          Phase.CONNECT_TIMEOUT,
          "no connection to " + origin + " within " + within.toMillis() + " ms",
          e);
    } catch (IOException e) {
      throw new UpstreamFailure(
          Phase.CONNECT, "no connection to " + origin + ": " + e.getMessage(), e);
    } finally {
      if (!connected) {
        closeQuietly(socket);
      }
    }
  }

  private static Socket secured(Socket socket, Origin origin, int millis, SSLSocketFactory tls)
      throws IOException {
    SSLSocket secure = (SSLSocket) tls.createSocket(socket, origin.host(), origin.port(), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    secure.setSSLParameters(parameters);
    secure.setSoTimeout(millis);
    secure.startHandshake();
    return secure;
  }

  private int read(byte[] buffer, int offset, int length) throws IOException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("the time for reading is over");
    }
    awaitAtMost(Math.min(left, pauseNanos));
    return input.read(buffer, offset, length);
  }

  private void awaitAtMost(long nanos) throws IOException {
    int millis = Math.clamp((nanos + 999_999) / 1_000_000, 1, Integer.MAX_VALUE);
    if (millis != currentTimeout) {
      socket.setSoTimeout(millis);
      currentTimeout = millis;
    }
  }

  private void write(byte[] bytes, int offset, int length) throws IOException {
    output.write(bytes, offset, length);
  }

  ByteQueue in() {
    return in;
  }

  MessageWriter out() {
    return out;
  }

  /// Bounds the writes that follow by a time of [System#nanoTime], while a [Ticker] watches: a
  /// socket has no such bound of its own.
  void writeUntil(long until) {
    writeDeadline = until;
  }

  /// Returns whether the connection was closed because a write took too long.
  boolean writeTimedOut() {
    return writeTimedOut;
  }

  @Override
  public void tick(long now) {
    if (now - writeDeadline > 0 && !closed) {
      writeTimedOut = true;
      close();
    }
  }

  /// Bounds the reads that follow: each by a pause, all of them by a time of [System#nanoTime]. A
  /// peer that sends byte after byte keeps within the first and not within the second.
  void readWithin(long nanos, long until) {
    pauseNanos = nanos;
    deadline = until;
  }

  /// Returns whether bytes are there that no request asked for. They would be taken for the answer
  /// to the next one, which may be somebody else's.
  boolean unasked() {
    try {
      return in.available() || input.available() > 0;
    } catch (IOException e) {
      return true;
    }
  }

  /// Returns whether the peer has closed, or sent something nobody asked for, while the connection
  /// was idle.
  boolean stale() {
    try {
      readWithin(STALE_CHECK_NANOS, System.nanoTime() + STALE_CHECK_NANOS);
      return in.peek() != Integer.MIN_VALUE;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  void idle(long now) {
    idleSince = now;
  }

  long idleSince() {
    return idleSince;
  }

  boolean closed() {
    return closed;
  }

  /// Closes at once, from any thread; a blocked read or write ends with an exception.
  ///
  /// TLS is not told: its good-bye would wait behind a write that is blocked. What it protects
  /// from, an answer cut by somebody else, the framing of the answer shows.
  void close() {
    closed = true;
    closeQuietly(plain);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Closing is the last thing done to it; there is nothing to do about a failure.
      return;
    }
  }
}
