package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.http.RequestHead;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a method and a path below `/v1` ask for.
enum Endpoint {
  /// `POST /v1/chat/completions`.
  CHAT,
  /// `POST /v1/completions`.
  COMPLETIONS,
  /// `POST /v1/embeddings`.
  EMBEDDINGS,
  /// `GET /v1/models` and `GET /v1/models/{id}`.
  MODELS,
  /// Anything else with a JSON body, which may name its model in the field `model`.
  JSON,
  /// Anything else with a form that names its model in a part `model`.
  FORM,
  /// Anything else.
  OPAQUE;

  static final String PREFIX = "/v1/";
  static final String MODELS_PATH = "/v1/models";

  Operation operation() {
    return switch (this) {
      case CHAT -> Operation.CHAT;
      case COMPLETIONS -> Operation.TEXT_COMPLETION;
      case EMBEDDINGS -> Operation.EMBEDDINGS;
      case MODELS -> Operation.MODELS;
      case JSON, FORM, OPAQUE -> Operation.OTHER;
    };
  }

  /// Returns whether the gateway understands the JSON body and so insists on its form.
  boolean strict() {
    return this == CHAT || this == COMPLETIONS || this == EMBEDDINGS;
  }

  /// @throws ProblemException 405 for a wrong method, 415 for a body that is not JSON where the
  ///   gateway has to read it
  static Endpoint of(RequestHead head) {
    String path = head.path();
    return switch (path) {
      case "/v1/chat/completions" -> posted(CHAT, head);
      case "/v1/completions" -> posted(COMPLETIONS, head);
      case "/v1/embeddings" -> posted(EMBEDDINGS, head);
      default ->
          path.equals(MODELS_PATH) || path.startsWith(MODELS_PATH + "/")
              ? listed(head)
              : other(head);
    };
  }

  private static Endpoint posted(Endpoint endpoint, RequestHead head) {
    if (!head.method().equals("POST")) {
      throw wrongMethod(head, "POST");
    }
    String type = head.header("content-type");
    if (type != null && !isJson(type)) {
      throw new ProblemException(
          Problem.of(
              415,
              "unsupported_media_type",
              "The content type of this request has to be application/json."));
    }
    if (encoded(head)) {
      throw new ProblemException(
          Problem.of(
              415,
              "unsupported_media_type",
              "A compressed request cannot be read here. Send it without content-encoding."));
    }
    return endpoint;
  }

  private static Endpoint listed(RequestHead head) {
    if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
      throw wrongMethod(head, "GET");
    }
    return MODELS;
  }

  private static Endpoint other(RequestHead head) {
    String type = head.header("content-type");
    if (type == null || encoded(head) || !carriesBody(head.method())) {
      return OPAQUE;
    }
    if (isJson(type)) {
      return JSON;
    }
    // Uploads of files name no model and may be large; these two folders do and are not.
    boolean namesModel =
        head.path().startsWith("/v1/audio/") || head.path().startsWith("/v1/images/");
    return namesModel && mediaType(type).equals("multipart/form-data") ? FORM : OPAQUE;
  }

  private static boolean carriesBody(String method) {
    return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
  }

  private static boolean isJson(String contentType) {
    String type = mediaType(contentType);
    return type.equals("application/json") || type.endsWith("+json");
  }

  private static String mediaType(String contentType) {
    int semicolon = contentType.indexOf(';');
    return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  private static boolean encoded(RequestHead head) {
    @Nullable String coding = head.header("content-encoding");
    return coding != null && !coding.equalsIgnoreCase("identity");
  }

  private static ProblemException wrongMethod(RequestHead head, String allowed) {
    return new ProblemException(
        Problem.of(
            405, "method_not_allowed", "The method of " + head.path() + " is " + allowed + "."));
  }
}
