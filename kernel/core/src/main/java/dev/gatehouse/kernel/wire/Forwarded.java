package dev.gatehouse.kernel.wire;

import dev.gatehouse.sdk.http.Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the machines in front of the gateway say of the client: `Forwarded` (RFC 7239), or else
/// `X-Forwarded-For` and `X-Forwarded-Proto`.
///
/// Each of them adds the one before it at the end. So the list is read from its end, and only as
/// long as whoever said it is trusted: what stands before may have been written by the client.
///
/// @param client the client's address
/// @param secure whether the client's connection is encrypted, as far as somebody trusted said so;
///   null when nobody did
record Forwarded(InetSocketAddress client, @Nullable Boolean secure) {
  private static final int MOST = 64;

  /// A step of the way: who was before, and over what it came.
  private record Hop(@Nullable InetAddress address, int port, @Nullable String proto) {}

  /// Finds the client behind a peer.
  static Forwarded of(Headers headers, InetSocketAddress peer, TrustedNetworks trusted) {
    if (!trusted.hold(peer.getAddress())) {
      return new Forwarded(peer, null);
    }
    List<Hop> hops = headers.contains("forwarded") ? standard(headers) : customary(headers);
    InetSocketAddress client = peer;
    String proto = null;
    for (int i = hops.size() - 1; i >= 0; i--) {
      Hop hop = hops.get(i);
      proto = hop.proto() != null ? hop.proto() : proto;
      InetAddress address = hop.address();
      if (address == null) {
        break;
      }
      client = new InetSocketAddress(address, hop.port());
      if (!trusted.hold(address)) {
        break;
      }
    }
    return new Forwarded(client, proto == null ? null : proto.equals("https"));
  }

  private static List<Hop> customary(Headers headers) {
    List<String> names = items(headers.all("x-forwarded-for"), ',');
    List<String> protos = items(headers.all("x-forwarded-proto"), ',');
    String proto = protos.isEmpty() ? null : protos.getLast().toLowerCase(Locale.ROOT);
    List<Hop> hops = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      hops.add(hop(names.get(i), i == names.size() - 1 ? proto : null));
    }
    return hops.isEmpty() && proto != null ? List.of(new Hop(null, 0, proto)) : hops;
  }

  private static List<Hop> standard(Headers headers) {
    List<Hop> hops = new ArrayList<>();
    for (String element : items(headers.all("forwarded"), ',')) {
      String node = "";
      String proto = null;
      for (String pair : items(List.of(element), ';')) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? "" : pair.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        String value = equals < 0 ? "" : unquoted(pair.substring(equals + 1).strip());
        node = name.equals("for") ? value : node;
        proto = name.equals("proto") ? value.toLowerCase(Locale.ROOT) : proto;
      }
      hops.add(hop(node, proto));
    }
    return hops;
  }

  /// Splits at a separator outside quotation marks; of very many items the last ones count.
  private static List<String> items(List<String> values, char separator) {
    List<String> items = new ArrayList<>();
    for (String value : values) {
      boolean quoted = false;
      int start = 0;
      for (int i = 0; i <= value.length(); i++) {
        char c = i == value.length() ? separator : value.charAt(i);
        if (c == '\\' && quoted) {
          i++;
        } else if (c == '"' && i < value.length()) {
          quoted = !quoted;
        } else if (i == value.length() || (c == separator && !quoted)) {
          String item = value.substring(start, Math.min(i, value.length())).strip();
          if (!item.isEmpty()) {
            items.add(item);
          }
          start = i + 1;
        }
      }
    }
    return items.size() <= MOST ? items : items.subList(items.size() - MOST, items.size());
  }

  private static String unquoted(String value) {
    return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
        : value;
  }

  /// Reads a node (RFC 7239, section 6); one that hides itself has no address.
  private static Hop hop(String node, @Nullable String proto) {
    String address = node;
    String port = "";
    if (node.startsWith("[")) {
      int end = node.indexOf(']');
      address = end < 0 ? "" : node.substring(1, end);
      port = end < 0 || end + 2 > node.length() ? "" : node.substring(end + 2);
    } else if (node.indexOf(':') == node.lastIndexOf(':') && node.indexOf(':') > 0) {
      address = node.substring(0, node.indexOf(':'));
      port = node.substring(node.indexOf(':') + 1);
    }
    return new Hop(
        TrustedNetworks.literal(address),
        port.matches("\\d{1,5}") && Integer.parseInt(port) < 65536 ? Integer.parseInt(port) : 0,
        proto);
  }
}
