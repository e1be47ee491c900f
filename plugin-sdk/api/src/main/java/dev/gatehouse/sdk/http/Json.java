package dev.gatehouse.sdk.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes JSON as the gateway does: strictly (RFC 8259), trees only.
///
/// Duplicate keys and anything after the value are errors, because two readers must never see
/// different documents. Numbers keep every digit. Trees only, no binding to classes: the mapper
/// below is shared by all plugins and must hold on to none of their classes.
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  /// Parses a document.
  ///
  /// @throws ProblemException 400 `malformed_json`, with line and column and without content
  public static JsonNode parse(byte[] bytes) {
    try {
      JsonNode tree = MAPPER.readTree(bytes);
      if (tree.isMissingNode()) {
        throw new ProblemException(
            Problem.of(400, "malformed_json", "The body is empty. Send one JSON document."));
      }
      return tree;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  /// Writes a document as UTF-8 without added white space.
  public static byte[] write(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  /// Returns a parser for reading a few fields without building a tree.
  public static JsonParser parser(byte[] bytes) {
    return MAPPER.createParser(bytes);
  }

  /// Turns a parser's complaint into the problem to answer with.
  public static ProblemException malformed(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    String reason =
        e.getOriginalMessage().startsWith("Duplicate")
            ? "a key stands twice in the same object"
            : "the text is not well-formed";
    return new ProblemException(
        Problem.of(
            400,
            "malformed_json",
            "The body is not valid JSON: "
                + reason
                + place
                + ". Send one JSON document in UTF-8."));
  }

  /// Replaces or adds one field of a top-level object and leaves every other byte as it is.
  ///
  /// @throws ProblemException 400 when the bytes are no JSON object
  static byte[] withField(byte[] json, String name, JsonNode value) {
    try (JsonParser parser = MAPPER.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ProblemException(
            Problem.of(400, "malformed_json", "The body has to be a JSON object."));
      }
      int afterBrace = (int) parser.currentLocation().getByteOffset();
      boolean empty = true;
      for (JsonToken token = parser.nextToken();
          token == JsonToken.PROPERTY_NAME;
          token = parser.nextToken()) {
        empty = false;
        boolean wanted = parser.currentName().equals(name);
        parser.nextToken();
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        if (wanted) {
          return splice(json, start, (int) parser.currentLocation().getByteOffset(), write(value));
        }
      }
      byte[] field =
          ("\""
                  + name
                  + "\":"
                  + new String(write(value), StandardCharsets.UTF_8)
                  + (empty ? "" : ","))
              .getBytes(StandardCharsets.UTF_8);
      return splice(json, afterBrace, afterBrace, field);
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] replacement) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + replacement.length);
    out.write(bytes, 0, from);
    out.write(replacement, 0, replacement.length);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }
}
