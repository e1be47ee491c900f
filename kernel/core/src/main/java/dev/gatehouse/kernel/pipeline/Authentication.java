package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.sdk.auth.AuthResult;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.http.Problem;
import java.util.List;
import java.util.stream.Collectors;

/// Asks the authenticators of a route in their order. The first that finds a credential decides;
/// none is a 401.
final class Authentication implements Filter {
  private final List<Authenticator> authenticators;

  Authentication(List<Authenticator> authenticators) {
    this.authenticators = List.copyOf(authenticators);
  }

  @Override
  public Decision onRequest(Exchange exchange) throws Exception {
    for (Authenticator authenticator : authenticators) {
      switch (authenticator.authenticate(exchange)) {
        case AuthResult.NoCredential _ -> {
          // The next one may know the kind of credential that came.
        }
        case AuthResult.Authenticated found -> {
          ((LiveExchange) exchange).consumer(found.consumer());
          return Decision.next();
        }
        case AuthResult.Failed failed -> {
          ((LiveExchange) exchange).challenge(challenges());
          return Decision.reject(failed.problem());
        }
      }
    }
    ((LiveExchange) exchange).challenge(challenges());
    return Decision.reject(
        Problem.of(
            401,
            "unauthorized",
            "The request carries no credential. Send an API key, for example as \"authorization: Bearer <key>\"."));
  }

  private String challenges() {
    return authenticators.stream()
        .map(Authenticator::challenge)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
