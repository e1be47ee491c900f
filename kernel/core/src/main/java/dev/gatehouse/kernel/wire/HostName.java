package dev.gatehouse.kernel.wire;

import java.util.regex.Pattern;

/// What may stand in a Host field or an authority: `uri-host [":" port]` (RFC 9110, section 7.2).
final class HostName {
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z0-9._~!$&'()*+;=%-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(:([0-9]{1,5}))?");

  private HostName() {}

  static boolean valid(String host) {
    var matcher = FORM.matcher(host);
    return matcher.matches()
        && (matcher.group(3) == null || Integer.parseInt(matcher.group(3)) <= 65_535);
  }
}
