package dev.gatehouse.sdk.plugin;

import dev.gatehouse.sdk.Secret;

/// Secrets by reference, for what is not known when the configuration is written. What stands in
/// the configuration is better declared as a [Secret] there. Thread-safe.
public interface Secrets {
  /// Returns a secret, which is read anew at each use.
  ///
  /// @param reference as in the configuration: `${NAME}` for an environment variable,
  ///   `${file:/run/secrets/name}` for a file
  /// @throws IllegalArgumentException when it is no reference, cannot be resolved now, or the
  ///   plugin was not given it; the message says what to do and holds no value
  Secret get(String reference);
}
