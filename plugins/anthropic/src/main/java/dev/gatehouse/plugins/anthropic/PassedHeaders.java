package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.http.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which fields of a client's request go on to the provider: all that are about the request, such
/// as `anthropic-version`, `anthropic-beta` or what a filter set, and none that are about the
/// client, its credentials or its connection.
final class PassedHeaders {
  private static final Set<String> LEFT_OUT =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "expect",
          "te",
          "trailer",
          "upgrade",
          "keep-alive",
          "via",
          "forwarded",
          "x-real-ip",
          "authorization",
          "api-key",
          "x-api-key",
          "x-goog-api-key",
          "cookie",
          "origin",
          "referer",
          "user-agent",
          "x-request-id",
          // about a browser as client, which the gateway is not
          "anthropic-dangerous-direct-browser-access");

  private static final List<String> LEFT_OUT_FAMILIES =
      List.of("x-stainless-", "x-forwarded-", "x-gatehouse-", "proxy-", "sec-", "openai-");

  private PassedHeaders() {}

  static Headers of(Headers received) {
    Headers passed = Headers.create();
    for (int i = 0; i < received.size(); i++) {
      String name = received.nameAt(i).toLowerCase(Locale.ROOT);
      if (!LEFT_OUT.contains(name) && LEFT_OUT_FAMILIES.stream().noneMatch(name::startsWith)) {
        passed.add(name, received.valueAt(i));
      }
    }
    return passed;
  }
}
