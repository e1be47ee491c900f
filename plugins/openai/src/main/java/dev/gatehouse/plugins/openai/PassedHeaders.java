package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.http.Headers;
import java.util.Locale;
import java.util.Set;

/// Which fields of a client's request go on to the provider: all that are about the request, such
/// as `openai-beta`, `idempotency-key` or what a filter set, and none that are about the client,
/// its credentials or its connection.
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
          "openai-organization",
          "openai-project");

  private static final String[] LEFT_OUT_FAMILIES = {
    "x-stainless-", "x-forwarded-", "x-gatehouse-", "proxy-", "sec-", "anthropic-"
  };

  private PassedHeaders() {}

  static Headers of(Headers received) {
    Headers passed = Headers.create();
    for (int i = 0; i < received.size(); i++) {
      String name = received.nameAt(i);
      if (passes(name.toLowerCase(Locale.ROOT))) {
        passed.add(name, received.valueAt(i));
      }
    }
    return passed;
  }

  private static boolean passes(String name) {
    if (LEFT_OUT.contains(name)) {
      return false;
    }
    for (String family : LEFT_OUT_FAMILIES) {
      if (name.startsWith(family)) {
        return false;
      }
    }
    return true;
  }
}
