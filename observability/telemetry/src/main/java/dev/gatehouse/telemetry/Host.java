package dev.gatehouse.telemetry;

import org.jspecify.annotations.Nullable;

/// Name and port of a server, as a `host` field has them (RFC 9110, section 7.2).
///
/// @param address the name or IP address, IPv6 without brackets
/// @param port the port
record Host(String address, int port) {
  /// Reads a `host` field.
  ///
  /// @param field its value, or null when absent
  /// @param secure whether TLS is used, which decides the port when none is named
  /// @return null when the field is absent or makes no sense
  static @Nullable Host of(@Nullable String field, boolean secure) {
    if (field == null || field.isEmpty()) {
      return null;
    }
    int closing = field.lastIndexOf(']');
    int colon = field.indexOf(':', closing + 1);
    String name = colon < 0 ? field : field.substring(0, colon);
    if (closing > 0 && name.startsWith("[")) {
      name = name.substring(1, closing);
    }
    int port = colon < 0 ? (secure ? 443 : 80) : port(field, colon + 1);
    return name.isEmpty() || port < 0 ? null : new Host(name, port);
  }

  private static int port(String field, int from) {
    int port = 0;
    for (int i = from; i < field.length(); i++) {
      int digit = field.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      port = port * 10 + digit;
      if (port > 65_535) {
        return -1;
      }
    }
    return field.length() == from ? -1 : port;
  }
}
