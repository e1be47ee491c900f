package dev.gatehouse.kernel.wire;

import dev.gatehouse.sdk.http.Json;
import tools.jackson.databind.node.JsonNodeFactory;

/// A problem as `application/problem+json` (RFC 9457), for requests that no protocol could read.
final class ProblemBytes {
  private ProblemBytes() {}

  static byte[] of(WireException refused) {
    return Json.write(
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "about:blank")
            .put("title", Statuses.reason(refused.status()))
            .put("status", refused.status())
            .put("code", refused.code())
            .put("detail", refused.detail()));
  }
}
