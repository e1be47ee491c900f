package dev.gatehouse.kernel.config;

import java.util.Objects;

/// One thing that is wrong with the configuration. Holds no secret.
///
/// @param severity whether it stops the configuration
/// @param at where
/// @param path which value
/// @param message what is wrong, what is allowed, and what was probably meant
public record ConfigProblem(Severity severity, Location at, String path, String message) {
  /// Whether a problem stops the configuration.
  public enum Severity {
    /// The configuration is not used.
    ERROR,
    /// The configuration is used, but probably not as meant.
    WARNING
  }

  /// Checks that nothing is missing.
  public ConfigProblem {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(message, "message");
  }

  @Override
  public String toString() {
    return at
        + (severity == Severity.WARNING ? " warning:" : "")
        + (path.isEmpty() ? " " : " " + path + ": ")
        + message;
  }
}
