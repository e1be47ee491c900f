package dev.gatehouse.kernel.listener;

import dev.gatehouse.kernel.wire.Transport;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.ProxyProtocolV2Data;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// A connection that Helidon accepted.
final class HelidonTransport implements Transport {
  private final ConnectionContext context;
  private final InetSocketAddress connected;
  private final InetSocketAddress peer;
  // Helidon 4.5 leaves the line feed of "PROXY UNKNOWN" for whoever reads the request.
  private boolean afterPlainUnknown;
  private byte @Nullable [] rest;
  private int position;

  HelidonTransport(ConnectionContext context) {
    this.context = context;
    SocketAddress address = context.remotePeer().address();
    this.connected =
        address instanceof InetSocketAddress inet
            ? inet
            : InetSocketAddress.createUnresolved("unknown", 0);
    this.peer = context.proxyProtocolData().map(this::announced).orElse(connected);
  }

  /// Returns who a PROXY header says is the client; a health check of the proxy's own says nobody,
  /// or says what is to be ignored.
  private InetSocketAddress announced(ProxyProtocolData header) {
    if (header instanceof ProxyProtocolV2Data binary
        && binary.command() == ProxyProtocolV2Data.Command.LOCAL) {
      return connected;
    }
    afterPlainUnknown =
        header.family() == ProxyProtocolData.Family.UNKNOWN
            && !(header instanceof ProxyProtocolV2Data);
    return switch (header.family()) {
      case IPv4, IPv6 ->
          new InetSocketAddress(InetAddress.ofLiteral(header.sourceAddress()), header.sourcePort());
      default -> connected;
    };
  }

  /// Returns the machine at the other end of the connection, whoever it speaks for.
  InetSocketAddress connected() {
    return connected;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    byte[] from = rest;
    if (from == null) {
      from = more();
      position = 0;
      if (from == null) {
        return -1;
      }
      if (afterPlainUnknown) {
        afterPlainUnknown = false;
        position = from[0] == '\n' ? 1 : 0;
        if (position == from.length) {
          return read(buffer, offset, length);
        }
      }
    }
    int n = Math.min(length, from.length - position);
    System.arraycopy(from, position, buffer, offset, n);
    position += n;
    rest = position < from.length ? from : null;
    return n;
  }

  /// What Helidon read to recognise the connection comes first.
  private byte @Nullable [] more() throws IOException {
    try {
      DataReader identified = context.dataReader();
      if (identified.available() > 0) {
        return identified.readBytes(identified.available());
      }
      byte[] bytes = context.serverSocket().get();
      return bytes == null || bytes.length == 0 ? null : bytes;
    } catch (RuntimeException e) {
      throw new IOException("the connection broke", e);
    }
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    try {
      context.dataWriter().writeNow(BufferData.create(buffer, offset, length));
    } catch (RuntimeException e) {
      throw new IOException("the client left", e);
    }
  }

  @Override
  public void close() {
    try {
      context.serverSocket().close();
    } catch (RuntimeException e) {
      // Closing is the last thing done to it; there is nothing to do about a failure.
      return;
    }
  }

  @Override
  public InetSocketAddress peer() {
    return peer;
  }

  @Override
  public boolean secure() {
    return context.isSecure();
  }
}
