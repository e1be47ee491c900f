package ${package};

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.sdk.auth.AuthResult;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.exchange.Consumer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Problem;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;

/// Lets in whoever knows the token.
final class ${className}Authenticator implements Authenticator {
  private static final String BEARER = "Bearer ";

  private final ${className}Config config;

  ${className}Authenticator(${className}Config config) {
    this.config = config;
  }

  @Override
  public AuthResult authenticate(Exchange exchange) {
    Headers headers = exchange.head().headers();
    String credential = headers.value("authorization");
    if (credential == null || !credential.startsWith(BEARER)) {
      return AuthResult.noCredential();
    }
    // It is for the gateway, and must not reach a model.
    headers.remove("authorization");
    byte[] given = credential.substring(BEARER.length()).getBytes(UTF_8);
    byte[] wanted = config.token().reveal().getBytes(UTF_8);
    // Compares in the same time whatever is different.
    return MessageDigest.isEqual(given, wanted)
        ? AuthResult.authenticated(new Consumer(config.consumer(), Set.of(), Map.of()))
        : AuthResult.failed(Problem.of(401, "invalid_token", "The token is not known here."));
  }

  @Override
  public String challenge() {
    return "Bearer";
  }
}
