package dev.gatehouse.kernel.wire;

import java.io.IOException;

/// Serves requests. Called on a virtual thread, which serves all requests of a connection one after
/// the other.
public interface WireHandler {
  /// Serves one request. When it returns without having finished the answer, the connection is cut.
  ///
  /// @throws IOException when the client left; the connection is closed
  void handle(WireExchange exchange) throws IOException;

  /// Learns of a request that could not be read; the answer was sent already.
  ///
  /// @param peer who sent it
  /// @param refused what was wrong
  void refused(java.net.InetSocketAddress peer, WireException refused);
}
