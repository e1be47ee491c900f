package dev.gatehouse.kernel.listener;

import dev.gatehouse.kernel.wire.Transport;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.ConnectionContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// A connection that Helidon accepted.
final class HelidonTransport implements Transport {
  private final ConnectionContext context;
  private final InetSocketAddress peer;
  private byte @Nullable [] rest;
  private int position;

  HelidonTransport(ConnectionContext context) {
    this.context = context;
    SocketAddress address = context.remotePeer().address();
    this.peer =
        address instanceof InetSocketAddress inet
            ? inet
            : InetSocketAddress.createUnresolved("unknown", 0);
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
