package dev.gatehouse.history.index;

import java.io.IOException;

/// Tells why something failed, for a log line: without a stack trace, and without messages that may
/// quote what was recorded.
public final class Reason {
  private Reason() {}

  /// Returns a few words. Messages of I/O errors name files; those of others are left out.
  public static String of(Throwable failure) {
    String type = failure.getClass().getSimpleName();
    return failure instanceof IOException && failure.getMessage() != null
        ? type + ": " + failure.getMessage()
        : type;
  }
}
