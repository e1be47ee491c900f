package dev.gatehouse.kernel.plugin.trust;

/// Says why a plugin file is not let in, in words for people.
public final class Untrusted extends Exception {
  private static final long serialVersionUID = 1L;

  /// Makes an exception without a stack trace: it is an answer, no accident.
  public Untrusted(String reason) {
    super(reason, null, false, false);
  }

  /// Returns the reason.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
