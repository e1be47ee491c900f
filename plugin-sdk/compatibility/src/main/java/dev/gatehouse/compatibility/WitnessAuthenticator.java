package dev.gatehouse.compatibility;

import dev.gatehouse.sdk.auth.AuthResult;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.exchange.Consumer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.http.Problem;
import java.util.Map;
import java.util.Set;

/// Believes whoever names itself in `x-name`.
final class WitnessAuthenticator implements Authenticator {
  @Override
  public AuthResult authenticate(Exchange exchange) {
    String name = exchange.head().headers().value("x-name");
    exchange.head().headers().remove("x-name");
    if (name == null) {
      return AuthResult.noCredential();
    }
    return name.isBlank()
        ? AuthResult.failed(Problem.of(401, "no_name", "The name is empty."))
        : AuthResult.authenticated(new Consumer(name, Set.of("user"), Map.of()));
  }

  @Override
  public String challenge() {
    return "Witness";
  }
}
