package dev.gatehouse.kernel.route;

import dev.gatehouse.sdk.http.Headers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The fields by which well-known clients name the conversation a request belongs to.
public final class SessionHeaders {
  private static final List<String> NAMES =
      List.of(
          "x-session-id",
          "session-id",
          "x-claude-code-session-id",
          "x-litellm-session-id",
          "x-session-affinity",
          "thread-id");
  private static final int LONGEST = 128;

  private SessionHeaders() {}

  /// Returns the conversation's id, or null when none is named.
  public static @Nullable String session(Headers headers) {
    for (String name : NAMES) {
      String value = headers.value(name);
      if (value != null && !value.isBlank()) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST);
      }
    }
    return null;
  }
}
