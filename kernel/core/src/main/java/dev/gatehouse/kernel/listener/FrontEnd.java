package dev.gatehouse.kernel.listener;

import dev.gatehouse.kernel.wire.TrustedNetworks;

/// What stands in front of the listener.
///
/// @param trusted the networks of load balancers and proxies that may say who the client is
/// @param proxyProtocol whether each connection begins with a PROXY header, version 1 or 2, from
///   one of them
public record FrontEnd(TrustedNetworks trusted, boolean proxyProtocol) {
  /// Nothing: clients connect themselves.
  public static final FrontEnd NONE = new FrontEnd(TrustedNetworks.NONE, false);
}
