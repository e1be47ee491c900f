package dev.gatehouse.plugins.apikey;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.sdk.auth.AuthResult;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.exchange.Consumer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.plugin.ConfiguredConsumer;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Knows consumers by their keys.
///
/// A key that is presented is hashed once and looked up once, whether it is known or not, so
/// refusing costs no more than accepting. What is compared are hashes of what the caller sent:
/// their timing tells nothing about the keys that exist.
final class ApiKeyAuthenticator implements Authenticator {
  private static final int LONGEST = 512;
  private static final String BEARER = "bearer ";

  private final List<String> headers;
  private final Map<String, Consumer> byHash = new HashMap<>();

  ApiKeyAuthenticator(ApiKeyConfig config, ExtensionContext context) {
    this.headers = config.headers();
    for (ConfiguredConsumer configured : context.consumers()) {
      for (String key : configured.keys()) {
        byHash.put(hex(key), configured.consumer());
      }
    }
  }

  private static String hex(String key) {
    return HexFormat.of().formatHex(HexFormat.of().parseHex(key.substring("sha256:".length())));
  }

  @Override
  public AuthResult authenticate(Exchange exchange) {
    List<String> presented = take(exchange.head().headers());
    if (presented.isEmpty()) {
      return AuthResult.noCredential();
    }
    String key = presented.getFirst();
    if (presented.stream().anyMatch(other -> !other.equals(key))) {
      return AuthResult.failed(
          Problem.of(
              401, "invalid_api_key", "The request carries several different API keys; send one."));
    }
    Consumer consumer = key.length() > LONGEST ? null : byHash.get(sha256(key));
    return consumer == null
        ? AuthResult.failed(
            Problem.of(
                401, "invalid_api_key", "The API key is not known. Check the key, or ask for one."))
        : AuthResult.authenticated(consumer);
  }

  /// Takes every credential of this kind out of the head, so that none of them reaches an upstream.
  private List<String> take(Headers head) {
    List<String> presented = new ArrayList<>(1);
    for (String value : head.all("authorization")) {
      @Nullable String token = bearer(value);
      if (token != null) {
        presented.add(token);
      }
    }
    if (!presented.isEmpty()) {
      head.remove("authorization");
    }
    for (String name : headers) {
      if (head.contains(name)) {
        presented.addAll(head.all(name));
        head.remove(name);
      }
    }
    return presented;
  }

  private static @Nullable String bearer(String value) {
    return value.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? value.substring(BEARER.length()).strip()
        : null;
  }

  private static String sha256(String key) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String challenge() {
    return "Bearer";
  }
}
