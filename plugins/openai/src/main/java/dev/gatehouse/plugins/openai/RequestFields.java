package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The few fields of a request that the gateway acts on, read in one pass over the bytes without
/// building a tree. The pass covers the whole document, so whatever is not strict JSON is found
/// before anything is sent.
///
/// @param model the model's name, or null when the operation needs none and none is given
/// @param stream whether the answer is to be streamed
/// @param includeUsage whether the client wants the usage of a stream
/// @param streamOptions the options of the stream as they were given, or null
/// @param base64 whether vectors are wanted as base64 text
/// @param user the end user, or null
record RequestFields(
    @Nullable String model,
    boolean stream,
    boolean includeUsage,
    @Nullable ObjectNode streamOptions,
    boolean base64,
    @Nullable String user) {
  static final RequestFields NONE = new RequestFields(null, false, false, null, false, null);

  /// @throws ProblemException 400 when the document is malformed, or for an operation the gateway
  ///   knows, when a required field is missing or a field has the wrong type
  static RequestFields read(Endpoint endpoint, byte[] bytes) {
    if (bytes.length > 1 && (bytes[0] == 0 || bytes[1] == 0)) {
      // RFC 8259, section 8.1; the parser would guess UTF-16 or UTF-32
      throw malformed("malformed_json", "The body has to be JSON in UTF-8.");
    }
    try (JsonParser parser = Json.parser(bytes)) {
      Scan scan = new Scan(endpoint, parser);
      scan.run();
      return scan.fields();
    } catch (JacksonException e) {
      throw Json.malformed(e);
    }
  }

  private static ProblemException malformed(String code, String detail) {
    return new ProblemException(Problem.of(400, code, detail));
  }

  /// One pass.
  private static final class Scan {
    private final Endpoint endpoint;
    private final boolean strict;
    private final JsonParser parser;
    private @Nullable String model;
    private boolean stream;
    private boolean includeUsage;
    private @Nullable ObjectNode streamOptions;
    private boolean base64;
    private @Nullable String user;
    private @Nullable String safetyIdentifier;
    private boolean messages;
    private boolean input;

    Scan(Endpoint endpoint, JsonParser parser) {
      this.endpoint = endpoint;
      this.strict = endpoint.strict();
      this.parser = parser;
    }

    void run() {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw malformed("malformed_json", "The body is empty. Send one JSON document.");
      }
      if (first == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = parser.currentName();
          field(name, parser.nextToken());
        }
      } else if (strict) {
        throw malformed("malformed_json", "The body has to be a JSON object.");
      } else {
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        throw malformed(
            "malformed_json", "The body goes on after its JSON document. Send one document.");
      }
      if (strict) {
        requireFields();
      }
    }

    private void field(String name, JsonToken value) {
      switch (name) {
        case "model" -> model = text(name, value);
        case "stream" -> stream = flag(name, value);
        case "user" -> user = text(name, value);
        case "safety_identifier" -> safetyIdentifier = text(name, value);
        case "stream_options" -> streamOptions(value);
        case "messages" -> messages(value);
        case "input" -> input(value);
        case "encoding_format" -> base64 = "base64".equals(text(name, value));
        case "tools" -> {
          if (endpoint == Endpoint.CHAT
              && value != JsonToken.START_ARRAY
              && value != JsonToken.VALUE_NULL) {
            throw wrongType(name, "an array of tools");
          }
          parser.skipChildren();
        }
        default -> parser.skipChildren();
      }
    }

    private void messages(JsonToken value) {
      if (endpoint != Endpoint.CHAT) {
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
      if (index == 0) {
        throw wrongType("messages", "an array of at least one message");
      }
      messages = true;
    }

    private void input(JsonToken value) {
      if (endpoint == Endpoint.EMBEDDINGS
          && value != JsonToken.VALUE_STRING
          && value != JsonToken.START_ARRAY) {
        throw wrongType("input", "a string or an array of strings or tokens");
      }
      input = true;
      parser.skipChildren();
    }

    private void streamOptions(JsonToken value) {
      if (strict && value != JsonToken.START_OBJECT && value != JsonToken.VALUE_NULL) {
        throw wrongType("stream_options", "an object");
      }
      JsonNode given = parser.readValueAsTree();
      if (given instanceof ObjectNode options) {
        streamOptions = options;
        JsonNode wish = options.path("include_usage");
        if (strict && !wish.isBoolean() && !wish.isNull() && !wish.isMissingNode()) {
          throw wrongType("stream_options.include_usage", "true or false");
        }
        includeUsage = wish.isBoolean() && wish.booleanValue();
      }
    }

    private @Nullable String text(String name, JsonToken value) {
      if (value == JsonToken.VALUE_STRING) {
        return parser.getString();
      }
      if (strict && value != JsonToken.VALUE_NULL) {
        throw wrongType(name, "a string");
      }
      parser.skipChildren();
      return null;
    }

    private boolean flag(String name, JsonToken value) {
      if (strict
          && value != JsonToken.VALUE_TRUE
          && value != JsonToken.VALUE_FALSE
          && value != JsonToken.VALUE_NULL) {
        throw wrongType(name, "true or false");
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
      if (endpoint == Endpoint.CHAT && !messages) {
        throw missing("messages", "an array of messages");
      }
      if (endpoint == Endpoint.EMBEDDINGS && !input) {
        throw missing("input", "a string or an array of strings or tokens");
      }
    }

    private static ProblemException missing(String path, String wanted) {
      return new ProblemException(
          Problem.of(
                  400,
                  "malformed_request",
                  "The field " + path + " is missing. Send " + wanted + ".")
              .at(path));
    }

    private static ProblemException wrongType(String path, String wanted) {
      return new ProblemException(
          Problem.of(400, "malformed_request", "The field " + path + " has to be " + wanted + ".")
              .at(path));
    }

    RequestFields fields() {
      return new RequestFields(
          model,
          stream,
          includeUsage,
          streamOptions,
          base64,
          user == null || user.isEmpty() ? safetyIdentifier : user);
    }
  }
}
