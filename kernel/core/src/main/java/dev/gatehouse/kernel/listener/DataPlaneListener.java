package dev.gatehouse.kernel.listener;

import dev.gatehouse.kernel.wire.Ticker;
import dev.gatehouse.kernel.wire.WireHandler;
import dev.gatehouse.kernel.wire.WireLimits;
import io.helidon.webserver.WebServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// Where clients come in.
public final class DataPlaneListener implements AutoCloseable {
  private static final int BACKLOG = 4_096;
  private final WebServer server;
  private final AtomicBoolean draining = new AtomicBoolean();
  private final ConnectionCounts counts;

  /// Starts to listen.
  ///
  /// @param port 0 lets the system choose
  /// @throws IllegalStateException when the address cannot be listened on
  public DataPlaneListener(
      String host,
      int port,
      WireHandler handler,
      WireLimits limits,
      Ticker ticker,
      FrontEnd front) {
    this.counts = new ConnectionCounts(limits.connections(), limits.connectionsPerAddress());
    WebServer built =
        WebServer.builder()
            .address(address(host))
            .port(port)
            .backlog(BACKLOG)
            .shutdownHook(false)
            .maxTcpConnections(limits.connections() + 64)
            .shutdownGracePeriod(Duration.ofMillis(1))
            .connectionOptions(options -> options.tcpNoDelay(true))
            .protocolsDiscoverServices(false)
            .enableProxyProtocol(front.proxyProtocol())
            .addConnectionSelector(
                new WireSelector(handler, limits, ticker, draining, counts, front))
            .build();
    this.server = built.start();
  }

  static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the host " + host + " to listen on is not known", e);
    }
  }

  /// Returns the port that is listened on.
  public int port() {
    return server.port();
  }

  /// Returns the number of open connections.
  public int connections() {
    return counts.open();
  }

  /// Reads no further requests: answers under way are told to be the last of their connection.
  public void drain() {
    draining.set(true);
  }

  @Override
  public void close() {
    draining.set(true);
    server.stop();
  }
}
