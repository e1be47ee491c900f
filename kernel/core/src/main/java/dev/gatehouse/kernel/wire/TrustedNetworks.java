package dev.gatehouse.kernel.wire;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The networks whose machines may say who the client is: load balancers and proxies in front of
/// the gateway. Immutable.
public final class TrustedNetworks {
  private static final Pattern FOUR_PARTS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /// Trusts nobody.
  public static final TrustedNetworks NONE = new TrustedNetworks(List.of());

  /// A network in CIDR notation (RFC 4632, RFC 4291 section 2.3).
  private record Network(InetAddress first, int bits) {
    boolean holds(byte[] address) {
      byte[] prefix = first.getAddress();
      if (address.length != prefix.length) {
        return false;
      }
      int whole = bits / Byte.SIZE;
      for (int i = 0; i < whole; i++) {
        if (address[i] != prefix[i]) {
          return false;
        }
      }
      int mask = 0xFF00 >> (bits % Byte.SIZE) & 0xFF;
      return mask == 0 || (address[whole] & mask) == (prefix[whole] & mask);
    }
  }

  private final List<Network> networks;

  private TrustedNetworks(List<Network> networks) {
    this.networks = List.copyOf(networks);
  }

  /// Reads networks.
  ///
  /// @param written each an address, or an address with the length of its prefix, such as
  ///   `10.0.0.0/8`
  /// @throws IllegalArgumentException when one is none, with a sentence that says which
  public static TrustedNetworks of(List<String> written) {
    List<Network> networks = new ArrayList<>();
    for (String each : written) {
      networks.add(network(each));
    }
    return networks.isEmpty() ? NONE : new TrustedNetworks(networks);
  }

  private static Network network(String written) {
    int slash = written.indexOf('/');
    InetAddress address = literal(slash < 0 ? written : written.substring(0, slash));
    if (address != null) {
      int most = address.getAddress().length * Byte.SIZE;
      if (slash < 0) {
        return new Network(address, most);
      }
      String length = written.substring(slash + 1);
      if (length.matches("\\d{1,3}") && Integer.parseInt(length) <= most) {
        return new Network(address, Integer.parseInt(length));
      }
    }
    throw new IllegalArgumentException(
        "\""
            + written
            + "\" is no network; write an address with the length of its prefix, such as 10.0.0.0/8");
  }

  /// Returns the address that a text is, without asking anybody for names; null when it is none.
  static @Nullable InetAddress literal(String text) {
    // The platform also takes IPv4 addresses of fewer parts, which programs read differently.
    boolean four = FOUR_PARTS.matcher(text).matches();
    if (!four && (text.indexOf(':') < 0 || text.indexOf('%') >= 0)) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /// Returns whether nobody is trusted.
  public boolean isEmpty() {
    return networks.isEmpty();
  }

  /// Returns whether an address is in one of the networks.
  public boolean hold(@Nullable InetAddress address) {
    if (address == null || networks.isEmpty()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    for (Network network : networks) {
      if (network.holds(bytes)) {
        return true;
      }
    }
    return false;
  }
}
