package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.sdk.auth.AuthResult;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.http.Problem;

/// One authenticator of a route, in the place of a filter, with the limits and counts of its own.
/// They are asked in their order; the first that finds a credential decides, and the others are not
/// asked any more.
record Authentication(Authenticator authenticator) implements Filter {
  @Override
  public Decision onRequest(Exchange exchange) throws Exception {
    LiveExchange live = (LiveExchange) exchange;
    return switch (authenticator.authenticate(exchange)) {
      case AuthResult.NoCredential _ -> {
        live.challenge(authenticator.challenge());
        yield Decision.next();
      }
      case AuthResult.Authenticated found -> {
        live.consumer(found.consumer());
        yield Decision.next();
      }
      case AuthResult.Failed failed -> {
        live.challenge(authenticator.challenge());
        yield Decision.reject(failed.problem());
      }
    };
  }

  /// Ends an exchange that carries no credential once all have been asked. One that could not be
  /// asked and fails open might have known the caller: then it passes, as the configuration says.
  ///
  /// @param last the last authenticator of the route
  static void require(LiveExchange exchange, FilterLink last) {
    boolean passedOver = false;
    for (FilterLink link : exchange.linkedRoute().links()) {
      passedOver |= link.authenticates() && exchange.skips(link);
    }
    if (exchange.consumer().isEmpty() && !passedOver) {
      exchange.explain("refused by " + last.what() + ": unauthorized");
      throw new ExchangeFailed(
          Problem.of(
              401,
              "unauthorized",
              "The request carries no credential. Send an API key, for example as \"authorization: Bearer <key>\"."),
          Outcome.REJECTED);
    }
  }
}
