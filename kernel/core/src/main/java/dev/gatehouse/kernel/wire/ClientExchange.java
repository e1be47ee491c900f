package dev.gatehouse.kernel.wire;

import dev.gatehouse.kernel.wire.UpstreamFailure.Phase;
import dev.gatehouse.sdk.http.BodySource;
import dev.gatehouse.sdk.http.Headers;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;

/// The answer of an upstream, being read. Used by one thread, except [#cancel].
public final class ClientExchange implements BodySource, AutoCloseable {
  private final ClientPool.Lease lease;
  private final int status;
  private final Headers headers;
  private final BodyReader body;
  private final long length;
  private final Timers timers;
  private final long deadline;
  private final boolean keepAlive;
  private volatile boolean cancelled;

  ClientExchange(
      ClientPool.Lease lease,
      ResponseParser.ParsedResponse response,
      BodyReader body,
      Timers timers,
      long deadline) {
    this.lease = lease;
    this.status = response.status();
    this.headers = response.headers();
    this.keepAlive = response.keepAlive();
    this.length = Math.max(-1, response.bodyLength());
    this.body = body;
    this.timers = timers;
    this.deadline = deadline;
  }

  /// Returns the HTTP status.
  public int status() {
    return status;
  }

  /// Returns the fields, without those of the connection.
  public Headers headers() {
    return headers;
  }

  /// Returns the trailers, once the body was read to its end.
  public Headers trailers() {
    return body.trailers();
  }

  /// Returns the length of the body as far as the head tells, else -1.
  public long length() {
    return length;
  }

  /// Returns whether bytes can be had without waiting for the upstream.
  public boolean available() {
    return body.available();
  }

  /// Reads some bytes of the body.
  ///
  /// @return how many, or -1 at the proper end, and only there
  /// @throws UpstreamFailure when the body was cut, paused too long, or the attempt's time is over
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (System.nanoTime() - deadline >= 0) {
      throw UpstreamFailure.tookTooLong(timers, null);
    }
    lease.connection().readWithin(timers.betweenReads().toNanos(), deadline);
    try {
      return body.read(buffer, offset, length);
    } catch (SocketTimeoutException e) {
      if (System.nanoTime() - deadline >= 0) {
        throw UpstreamFailure.tookTooLong(timers, e);
      }
      throw new UpstreamFailure(
          Phase.STALLED,
          "the answer paused longer than " + timers.betweenReads().toMillis() + " ms",
          e);
    } catch (EOFException e) {
      throw new UpstreamFailure(
          cancelled ? Phase.CANCELLED : Phase.CUT, "the answer ended before its end", e);
    } catch (WireException e) {
      throw new UpstreamFailure(Phase.CUT, "the framing of the answer is broken: " + e.detail(), e);
    } catch (IOException e) {
      throw new UpstreamFailure(cancelled ? Phase.CANCELLED : Phase.CUT, "the connection broke", e);
    }
  }

  /// Ends the exchange at once, from any thread. A blocked read fails with [Phase#CANCELLED].
  public void cancel() {
    cancelled = true;
    lease.connection().close();
  }

  /// Gives the connection back if the answer was read to its end, else closes it.
  @Override
  public void close() {
    lease.end(keepAlive && body.done() && !cancelled);
  }
}
