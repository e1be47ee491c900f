package dev.gatehouse.plugins.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.http.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "POST, /v1/chat/completions, application/json, CHAT",
    "POST, /v1/chat/completions, application/JSON; charset=utf-8, CHAT",
    "POST, /v1/completions, application/json, COMPLETIONS",
    "POST, /v1/embeddings, application/json, EMBEDDINGS",
    "GET, /v1/models, , MODELS",
    "GET, /v1/models/chat, , MODELS",
    "HEAD, /v1/models, , MODELS",
    "POST, /v1/responses, application/json, JSON",
    "GET, /v1/responses/resp_1, , OPAQUE",
    "DELETE, /v1/files/file_1, , OPAQUE",
    "POST, /v1/audio/transcriptions, multipart/form-data; boundary=x, FORM",
    "POST, /v1/files, multipart/form-data; boundary=x, OPAQUE",
    "POST, /v1/chat/completions/x, application/json, JSON",
  })
  void tellsOperationsApart(String method, String path, String type, Endpoint expected) {
    var head =
        type == null
            ? Requests.head(method, path)
            : Requests.head(method, path, "content-type", type);

    assertThat(Endpoint.of(head)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/chat/completions",
    "PUT, /v1/completions",
    "DELETE, /v1/embeddings",
    "POST, /v1/models",
    "DELETE, /v1/models/chat"
  })
  void refusesWrongMethods(String method, String path) {
    Problem problem = Requests.problem(() -> Endpoint.of(Requests.head(method, path)));

    assertThat(problem.status()).isEqualTo(405);
    assertThat(problem.code()).isEqualTo("method_not_allowed");
  }

  @Test
  void refusesJsonOfAnotherContentType() {
    Problem problem =
        Requests.problem(() ->
            Endpoint.of(
                Requests.head(
                    "POST",
                    "/v1/chat/completions",
                    "content-type",
                    "application/x-www-form-urlencoded")));

    assertThat(problem.status()).isEqualTo(415);
    assertThat(problem.code()).isEqualTo("unsupported_media_type");
  }

  @Test
  void refusesACompressedBodyThatItHasToRead() {
    Problem problem =
        Requests.problem(
            () -> Endpoint.of(Requests.head("POST", "/v1/embeddings", "content-encoding", "gzip")));

    assertThat(problem.status()).isEqualTo(415);
  }

  @Test
  void takesAMissingContentTypeForJson() {
    assertThat(Endpoint.of(Requests.head("POST", "/v1/embeddings")).operation())
        .isEqualTo(Operation.EMBEDDINGS);
  }
}
