package dev.gatehouse.kernel.route;

import dev.gatehouse.kernel.config.RouteConfig;
import dev.gatehouse.sdk.http.RequestHead;
import java.util.Locale;
import java.util.Map;

/// Judges whether a request takes a route. Thread-safe.
public final class RouteMatch {
  private final RouteConfig.Match match;
  private final String prefix;
  private final boolean below;
  private final String host;

  /// Prepares the match of a route.
  public RouteMatch(RouteConfig.Match match) {
    this.match = match;
    this.below = match.path().endsWith("/**");
    this.prefix = below ? match.path().substring(0, match.path().length() - 3) : match.path();
    this.host = match.host() == null ? "" : match.host().toLowerCase(Locale.ROOT);
  }

  /// Returns why the head does not take the route, or an empty text when it does. Models are judged
  /// later.
  public String objection(RequestHead head) {
    if (!pathMatches(head.path())) {
      return "path is not " + match.path();
    }
    if (!match.methods().isEmpty() && !match.methods().contains(head.method())) {
      return "method is not " + String.join(" or ", match.methods());
    }
    if (!host.isEmpty() && !hostMatches(head.header("host"))) {
      return "host is not " + match.host();
    }
    for (Map.Entry<String, String> header : match.headers().entrySet()) {
      if (!header.getValue().equals(head.header(header.getKey()))) {
        return "header " + header.getKey() + " has another value";
      }
    }
    return "";
  }

  /// Returns the model the route is for, or null for all.
  public @org.jspecify.annotations.Nullable String model() {
    return match.model();
  }

  private boolean pathMatches(String path) {
    if (!below) {
      return path.equals(prefix);
    }
    return path.startsWith(prefix)
        && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
  }

  private boolean hostMatches(@org.jspecify.annotations.Nullable String asked) {
    if (asked == null) {
      return false;
    }
    int port = asked.lastIndexOf(':');
    String name =
        (port > asked.lastIndexOf(']') ? asked.substring(0, port) : asked).toLowerCase(Locale.ROOT);
    return host.startsWith("*.")
        ? name.endsWith(host.substring(1)) && name.length() > host.length() - 1
        : name.equals(host);
  }
}
