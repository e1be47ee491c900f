package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.http.RequestHead;
import java.util.Locale;

/// What a method and a path below `/v1` ask for.
enum Endpoint {
  /// `POST /v1/messages`.
  MESSAGES,
  /// `POST /v1/messages/count_tokens`.
  COUNT_TOKENS,
  /// `GET /v1/models` and `GET /v1/models/{id}`.
  MODELS,
  /// Anything else with a JSON body, which may name its model in the field `model`.
  JSON,
  /// Anything else.
  OPAQUE;

  static final String PREFIX = "/v1/";
  static final String MESSAGES_PATH = "/v1/messages";
  static final String MODELS_PATH = "/v1/models";

  /// The header that every client of this API sends and no other does.
  static final String VERSION_HEADER = "anthropic-version";

  Operation operation() {
    return switch (this) {
      case MESSAGES -> Operation.CHAT;
      case COUNT_TOKENS -> Operation.TOKEN_COUNT;
      case MODELS -> Operation.MODELS;
      case JSON, OPAQUE -> Operation.OTHER;
    };
  }

  /// Returns whether the gateway understands the JSON body and so insists on its form.
  boolean strict() {
    return this == MESSAGES || this == COUNT_TOKENS;
  }

  /// Returns whether a request is of this API.
  static boolean claims(RequestHead head) {
    String path = head.path();
    return path.equals(MESSAGES_PATH)
        || path.startsWith(MESSAGES_PATH + "/")
        || (path.startsWith(PREFIX) && head.header(VERSION_HEADER) != null);
  }

  /// @throws ProblemException 405 for a wrong method, 415 for a body that the gateway has to read
  ///   and cannot
  static Endpoint of(RequestHead head) {
    String path = head.path();
    if (path.equals(MESSAGES_PATH)) {
      return posted(MESSAGES, head);
    }
    if (path.equals(MESSAGES_PATH + "/count_tokens")) {
      return posted(COUNT_TOKENS, head);
    }
    if (path.equals(MODELS_PATH) || path.startsWith(MODELS_PATH + "/")) {
      if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
        throw wrongMethod(head, "GET");
      }
      return MODELS;
    }
    String type = head.header("content-type");
    return type != null && !encoded(head) && isJson(type) && head.method().equals("POST")
        ? JSON
        : OPAQUE;
  }

  private static Endpoint posted(Endpoint endpoint, RequestHead head) {
    if (!head.method().equals("POST")) {
      throw wrongMethod(head, "POST");
    }
    String type = head.header("content-type");
    if (type != null && !isJson(type)) {
      throw unsupported("The content type of this request has to be application/json.");
    }
    if (encoded(head)) {
      throw unsupported(
          "A compressed request cannot be read here. Send it without content-encoding.");
    }
    return endpoint;
  }

  private static boolean isJson(String contentType) {
    int semicolon = contentType.indexOf(';');
    String type =
        (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
            .strip()
            .toLowerCase(Locale.ROOT);
    return type.equals("application/json") || type.endsWith("+json");
  }

  private static boolean encoded(RequestHead head) {
    String coding = head.header("content-encoding");
    return coding != null && !coding.equalsIgnoreCase("identity");
  }

  private static ProblemException unsupported(String detail) {
    return new ProblemException(Problem.of(415, "unsupported_media_type", detail));
  }

  private static ProblemException wrongMethod(RequestHead head, String allowed) {
    return new ProblemException(
        Problem.of(
            405, "method_not_allowed", "The method of " + head.path() + " is " + allowed + "."));
  }
}
