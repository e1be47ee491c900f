package dev.gatehouse.kernel.wire;

import java.net.URI;
import java.util.Locale;

/// Where connections go: scheme, host and port (RFC 6454).
///
/// @param scheme `http` or `https`
/// @param host a name or an address, without brackets
/// @param port the port, never a default
public record Origin(String scheme, String host, int port) {
  /// Returns the origin of an absolute URI.
  ///
  /// @throws IllegalArgumentException when it has none
  public static Origin of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
      throw new IllegalArgumentException("an upstream has an http or https URL with a host");
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return new Origin(scheme, uri.getHost().replace("[", "").replace("]", ""), port);
  }

  /// Returns whether connections are encrypted.
  public boolean secure() {
    return scheme.equals("https");
  }

  /// Returns the value of the Host field: the port only where it is not the scheme's own.
  public String authority() {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == (secure() ? 443 : 80) ? name : name + ":" + port;
  }

  @Override
  public String toString() {
    return scheme + "://" + authority();
  }
}
