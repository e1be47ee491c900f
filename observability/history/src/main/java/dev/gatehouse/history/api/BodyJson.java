package dev.gatehouse.history.api;

import dev.gatehouse.sdk.log.CapturedBody;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Writes a body: as text where it is text, else in base64.
final class BodyJson {
  private BodyJson() {}

  static void put(ObjectNode json, CapturedBody body, @Nullable String encoding) {
    json.put("length", body.length());
    json.put("captured", body.bytes().length);
    boolean plain = encoding == null || encoding.isBlank() || encoding.equals("identity");
    Optional<String> text = plain ? text(body) : Optional.empty();
    if (text.isPresent()) {
      json.put("bodyText", text.get());
    } else {
      json.put("bodyBase64", Base64.getEncoder().encodeToString(body.bytes()));
    }
  }

  /// A character that the capture's bound cut in two is left out; any other fault means that it is
  /// no text.
  private static Optional<String> text(CapturedBody body) {
    CharBuffer text = CharBuffer.allocate(body.bytes().length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(body.bytes()), text, body.complete());
    return result.isError() ? Optional.empty() : Optional.of(text.flip().toString());
  }
}
