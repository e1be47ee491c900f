package dev.gatehouse.plugins.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.exchange.Consumer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Exposure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Names a request so that two requests have the same name only if their answers may be exchanged:
/// it covers the consumer, protocol, operation, path and query, the model, the variants of
/// experiments, and every byte of the body as the model would see it.
final class CacheKey {
  private CacheKey() {}

  static String of(Exchange exchange, AiRequest request, CacheConfig.Scope scope)
      throws IOException {
    MessageDigest digest = sha256();
    String consumer =
        scope == CacheConfig.Scope.GLOBAL ? "" : exchange.consumer().map(Consumer::id).orElse("");
    text(digest, consumer);
    text(digest, request.protocol());
    text(digest, request.operation().id());
    text(digest, exchange.head().target());
    text(digest, String.valueOf(request.model()));
    for (Exposure exposure : exchange.exposures()) {
      text(digest, exposure.experiment());
      text(digest, exposure.variant());
    }
    digest.update(exchange.body().bytes());
    return HexFormat.of().formatHex(digest.digest());
  }

  // The length in front keeps two neighbouring texts apart whatever they hold.
  private static void text(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
