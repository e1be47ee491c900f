package dev.gatehouse.sdk.auth;

import dev.gatehouse.sdk.exchange.Consumer;
import dev.gatehouse.sdk.http.Problem;
import java.util.Objects;

/// What an authenticator found. Made by plugins, taken apart by the kernel.
public sealed interface AuthResult {
  /// The request carries no credential of this kind; the next authenticator is asked.
  static AuthResult noCredential() {
    return NoCredential.NO_CREDENTIAL;
  }

  /// The credential is good.
  static AuthResult authenticated(Consumer consumer) {
    return new Authenticated(consumer);
  }

  /// There is a credential and it is not good; nobody else is asked.
  static AuthResult failed(Problem problem) {
    return new Failed(problem);
  }

  /// Nothing found.
  enum NoCredential implements AuthResult {
    /// The only value.
    NO_CREDENTIAL
  }

  /// Found and good.
  ///
  /// @param consumer who calls
  record Authenticated(Consumer consumer) implements AuthResult {
    /// Checks that the consumer is given.
    public Authenticated {
      Objects.requireNonNull(consumer, "consumer");
    }
  }

  /// Found and not good.
  ///
  /// @param problem what to answer, with status 401 or 403
  record Failed(Problem problem) implements AuthResult {
    /// Checks that the problem is given.
    public Failed {
      Objects.requireNonNull(problem, "problem");
    }
  }
}
