package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/// The few fields of a request that the gateway acts on, read in one pass over the bytes without
/// building a tree of the messages. The pass covers the whole document, so whatever is not strict
/// JSON is found before anything is sent.
///
/// @param model the model's name, or null when the operation needs none and none is given
/// @param stream whether the answer is to be streamed
/// @param user the end user, or null
record RequestFields(@Nullable String model, boolean stream, @Nullable String user) {
  static final RequestFields NONE = new RequestFields(null, false, null);

  /// @param strict whether the gateway knows the operation, and so what its fields have to be
  /// @throws ProblemException 400 when the document is malformed, or for an operation the gateway
  ///   knows, when a required field is missing or a field has the wrong type
  static RequestFields read(boolean strict, byte[] bytes) {
    if (bytes.length > 1 && (bytes[0] == 0 || bytes[1] == 0)) {
      // RFC 8259, section 8.1; the parser would guess UTF-16 or UTF-32
      throw malformed("The body has to be JSON in UTF-8.");
    }
    try (JsonParser parser = Json.parser(bytes)) {
      Scan scan = new Scan(strict, parser);
      scan.run();
      return new RequestFields(scan.model, scan.stream, scan.user);
    } catch (JacksonException e) {
      throw Json.malformed(e);
    }
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(Problem.of(400, "malformed_json", detail));
  }

  /// One pass.
  private static final class Scan {
    private final boolean strict;
    private final JsonParser parser;
    private @Nullable String model;
    private boolean stream;
    private @Nullable String user;
    private boolean messages;

    Scan(boolean strict, JsonParser parser) {
      this.strict = strict;
      this.parser = parser;
    }

    void run() {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw malformed("The body is empty. Send one JSON document.");
      }
      if (first == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = parser.currentName();
          field(name, parser.nextToken());
        }
      } else if (strict) {
        throw malformed("The body has to be a JSON object.");
      } else {
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        throw malformed("The body goes on after its JSON document. Send one document.");
      }
      if (strict) {
        requireFields();
      }
    }

    private void field(String name, JsonToken value) {
      switch (name) {
        case "model" -> model = name(value);
        case "stream" -> stream = flag(value);
        case "messages" -> messages(value);
        case "metadata" -> {
          JsonNode metadata = parser.readValueAsTree();
          user = Fields.text(metadata, "user_id");
        }
        default -> parser.skipChildren();
      }
    }

    private void messages(JsonToken value) {
      if (!strict) {
        parser.skipChildren();
        return;
      }
      if (value != JsonToken.START_ARRAY) {
        throw wrongType("messages", "an array of messages");
      }
      int index = 0;
      for (JsonToken item = parser.nextToken();
          item != JsonToken.END_ARRAY;
          item = parser.nextToken()) {
        if (item != JsonToken.START_OBJECT) {
          throw wrongType("messages[" + index + "]", "an object");
        }
        parser.skipChildren();
        index++;
      }
      messages = true;
    }

    private @Nullable String name(JsonToken value) {
      if (value == JsonToken.VALUE_STRING) {
        return parser.getString();
      }
      if (strict) {
        throw wrongType("model", "a string");
      }
      parser.skipChildren();
      return null;
    }

    private boolean flag(JsonToken value) {
      if (strict
          && value != JsonToken.VALUE_TRUE
          && value != JsonToken.VALUE_FALSE
          && value != JsonToken.VALUE_NULL) {
        throw wrongType("stream", "true or false");
      }
      parser.skipChildren();
      return value == JsonToken.VALUE_TRUE;
    }

    private void requireFields() {
      if (model == null || model.isBlank()) {
        throw new ProblemException(
            Problem.of(
                    400,
                    "model_required",
                    "The field model is missing. Name one of the models of GET /v1/models.")
                .at("model"));
      }
      if (!messages) {
        throw new ProblemException(
            Problem.of(
                    400,
                    "malformed_request",
                    "The field messages is missing. Send an array of messages.")
                .at("messages"));
      }
    }

    private static ProblemException wrongType(String path, String wanted) {
      return new ProblemException(
          Problem.of(400, "malformed_request", "The field " + path + " has to be " + wanted + ".")
              .at(path));
    }
  }
}
