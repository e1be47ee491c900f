package dev.gatehouse.kernel.listener;

import dev.gatehouse.kernel.wire.ServerConnection;
import dev.gatehouse.kernel.wire.Ticker;
import dev.gatehouse.kernel.wire.WireHandler;
import dev.gatehouse.kernel.wire.WireLimits;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// Hands every connection to our own HTTP/1.1. HTTP/2 will get its own selector beside this one.
final class WireSelector implements ServerConnectionSelector {
  private static final byte[] FULL =
      "HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final WireHandler handler;
  private final WireLimits limits;
  private final Ticker ticker;
  private final AtomicBoolean draining;
  private final ConnectionCounts counts;
  private final FrontEnd front;

  WireSelector(
      WireHandler handler,
      WireLimits limits,
      Ticker ticker,
      AtomicBoolean draining,
      ConnectionCounts counts,
      FrontEnd front) {
    this.handler = handler;
    this.limits = limits;
    this.ticker = ticker;
    this.draining = draining;
    this.counts = counts;
    this.front = front;
  }

  @Override
  public int bytesToIdentifyConnection() {
    return 0;
  }

  @Override
  public Support supports(BufferData data) {
    return Support.SUPPORTED;
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return Set.of("http/1.1");
  }

  @Override
  public io.helidon.webserver.spi.ServerConnection connection(ConnectionContext context) {
    return new Connection(new HelidonTransport(context));
  }

  /// The connection as Helidon sees it.
  private final class Connection implements io.helidon.webserver.spi.ServerConnection {
    private final HelidonTransport transport;

    Connection(HelidonTransport transport) {
      this.transport = transport;
    }

    @Override
    // Helidon 4 still asks for the old form; it goes with Helidon 5.
    @SuppressWarnings({"removal", "deprecation"})
    public void handle(Semaphore requests) {
      serve();
    }

    @Override
    public void handle(Limit limit) {
      serve();
    }

    private void serve() {
      if (front.proxyProtocol() && !front.trusted().hold(transport.connected().getAddress())) {
        // Anybody could write such a header; whoever may not gets no answer to learn from.
        transport.close();
        return;
      }
      String address = transport.peer().getHostString();
      if (!counts.enter(address)) {
        refuse();
        return;
      }
      try {
        new ServerConnection(transport, handler, limits, ticker, draining, front.trusted()).serve();
      } finally {
        counts.leave(address);
      }
    }

    private void refuse() {
      try {
        transport.write(FULL, 0, FULL.length);
      } catch (java.io.IOException e) {
        // The client left before it could be told.
        return;
      } finally {
        transport.close();
      }
    }

    @Override
    public Duration idleTime() {
      // Our own deadlines close idle connections; Helidon's monitor has nothing to do.
      return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
      transport.close();
    }
  }
}
