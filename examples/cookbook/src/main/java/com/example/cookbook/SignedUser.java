package com.example.cookbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.Secret;
import dev.gatehouse.sdk.auth.AuthResult;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.exchange.Consumer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Recipe: take over who calls from an identity provider in front of the gateway, which names the
/// user in `x-user` and signs the name in `x-user-signature`.
final class SignedUser implements Authenticator {
  /// What can be configured.
  record Config(
      @Option(
              description = "The key that the identity provider signs with.",
              examples = {"${SIGNING_KEY}"})
          Secret key) {}

  private final Config config;

  SignedUser(Config config, ExtensionContext context) {
    this.config = config;
  }

  @Override
  public AuthResult authenticate(Exchange exchange) throws GeneralSecurityException {
    Headers headers = exchange.head().headers();
    String user = headers.value("x-user");
    String signature = headers.value("x-user-signature");
    if (user == null || signature == null) {
      return AuthResult.noCredential();
    }
    // Nothing that proves who calls may reach a model.
    headers.remove("x-user").remove("x-user-signature");
    boolean good = MessageDigest.isEqual(sign(user).getBytes(UTF_8), signature.getBytes(UTF_8));
    return good
        ? AuthResult.authenticated(new Consumer(user, Set.of("user"), Map.of()))
        : AuthResult.failed(
            Problem.of(401, "bad_signature", "The signature does not fit. Log in again."));
  }

  private String sign(String user) throws GeneralSecurityException {
    // Revealed at each use, so that a new key needs no reload; a Mac is not thread-safe.
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(config.key().reveal().getBytes(UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(user.getBytes(UTF_8)));
  }

  @Override
  public String challenge() {
    return "Signed-User";
  }
}
