package dev.gatehouse.sdk;

import java.util.Objects;
import java.util.function.Supplier;

/// A value that must not be seen: a key, a password, a token.
///
/// Configuration holds a reference (`${OPENAI_API_KEY}`, `${file:/run/secrets/key}`) that is
/// resolved at use, so a rotated file needs no reload. [#toString] never shows the value, and
/// neither does any error message or serialised form. Thread-safe.
public final class Secret {
  private static final String MASK = "***";
  private final Supplier<String> value;

  private Secret(Supplier<String> value) {
    this.value = Objects.requireNonNull(value, "value");
  }

  /// Returns a secret with a value known already.
  public static Secret of(String value) {
    Objects.requireNonNull(value, "value");
    return new Secret(() -> value);
  }

  /// Returns a secret that asks for its value at each use.
  ///
  /// @param value must be thread-safe and quick; may throw [IllegalStateException] when the value
  ///   cannot be had, with a message that does not hold it
  public static Secret resolving(Supplier<String> value) {
    return new Secret(value);
  }

  /// Returns the value. Hand it to what needs it and keep no copy.
  ///
  /// @throws IllegalStateException when the reference cannot be resolved now
  public String reveal() {
    return value.get();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
