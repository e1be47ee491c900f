package {{package}};

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.sdk.auth.AuthResult;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.exchange.Consumer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.http.Problem;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;

/// Lets in whoever shows the shared secret.
final class {{Name}}Authenticator implements Authenticator {
  private final {{Name}}Config config;

  {{Name}}Authenticator({{Name}}Config config) {
    this.config = config;
  }

  @Override
  public AuthResult authenticate(Exchange exchange) {
    String shown = exchange.head().headers().value("x-{{name}}");
    if (shown == null) {
      return AuthResult.noCredential();
    }
    // What authenticates a caller is nobody's business further in.
    exchange.head().headers().remove("x-{{name}}");
    boolean good =
        MessageDigest.isEqual(shown.getBytes(UTF_8), config.secret().reveal().getBytes(UTF_8));
    return good
        ? AuthResult.authenticated(new Consumer("{{name}}", Set.of(), Map.of()))
        : AuthResult.failed(Problem.of(401, "invalid_secret", "The secret is not known."));
  }

  @Override
  public String challenge() {
    return "{{Name}}";
  }
}
