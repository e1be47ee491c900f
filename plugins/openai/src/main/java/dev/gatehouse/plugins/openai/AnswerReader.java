package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.http.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/// Reads whole answers: `chat.completion`, `text_completion` and lists of embeddings. Only the
/// fields of interest become trees; vectors never do.
final class AnswerReader {
  private final JsonParser parser;
  private final boolean vectorsWanted;
  private String model = "";
  private @Nullable Usage usage;
  private @Nullable String finishReason;
  private boolean choices;
  private boolean data;
  private final List<Part> parts = new ArrayList<>();
  private final List<float[]> vectors = new ArrayList<>();

  private AnswerReader(JsonParser parser, boolean vectorsWanted) {
    this.parser = parser;
    this.vectorsWanted = vectorsWanted;
  }

  /// Returns what the answer says; empty when it is none of the known kinds or malformed.
  ///
  /// @param vectorsWanted whether vectors are read too, and not only counted as used
  static Optional<AiAnswer> read(Endpoint endpoint, byte[] bytes, boolean vectorsWanted) {
    if (!endpoint.strict()) {
      return Optional.empty();
    }
    try (JsonParser parser = Json.parser(bytes)) {
      AnswerReader reader = new AnswerReader(parser, vectorsWanted);
      reader.readTop();
      return reader.answer(endpoint);
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void readTop() {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return;
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "model" -> model = value == JsonToken.VALUE_STRING ? parser.getString() : "";
        case "usage" -> {
          JsonNode tree = parser.readValueAsTree();
          usage = UsageReader.read(tree);
        }
        case "choices" -> {
          JsonNode tree = parser.readValueAsTree();
          choices = tree.isArray();
          tree.forEach(this::readChoice);
        }
        case "data" -> readData(value);
        default -> parser.skipChildren();
      }
    }
  }

  private void readChoice(JsonNode choice) {
    if (finishReason == null) {
      finishReason = ConversationReader.text(choice, "finish_reason");
    }
    String text = ConversationReader.text(choice, "text");
    if (text != null) {
      parts.add(Part.text(text));
    }
    parts.addAll(ConversationReader.answerParts(choice.path("message")));
  }

  private void readData(JsonToken value) {
    data = value == JsonToken.START_ARRAY;
    if (!data || !vectorsWanted) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken field = parser.nextToken();
        if (name.equals("embedding") && field == JsonToken.VALUE_STRING) {
          vectors.add(floats(parser.getString()));
        } else if (name.equals("embedding") && field == JsonToken.START_ARRAY) {
          vectors.add(readFloats());
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  private float[] readFloats() {
    float[] read = new float[1536];
    int length = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (length == read.length) {
        read = java.util.Arrays.copyOf(read, 2 * length);
      }
      read[length++] = parser.getFloatValue();
    }
    return java.util.Arrays.copyOf(read, length);
  }

  private static float[] floats(String base64) {
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
    float[] vector = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(vector);
    return vector;
  }

  private Optional<AiAnswer> answer(Endpoint endpoint) {
    if (endpoint == Endpoint.EMBEDDINGS) {
      return data ? Optional.of(new AiAnswer.Embeddings(model, vectors, usage)) : Optional.empty();
    }
    return choices
        ? Optional.of(new AiAnswer.Whole(model, parts, finishReason, usage))
        : Optional.empty();
  }
}
