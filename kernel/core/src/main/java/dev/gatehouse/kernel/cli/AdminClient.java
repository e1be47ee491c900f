package dev.gatehouse.kernel.cli;

import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Asks the admin API of a running gateway.
final class AdminClient {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The admin API; $GATEHOUSE_ADMIN_URL, else http://127.0.0.1:9090.")
  @Nullable String url;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "The admin key, if one is set; $GATEHOUSE_ADMIN_KEY.")
  @Nullable String key;

  /// An answer.
  ///
  /// @param status the status code, or 0 when nobody answered
  /// @param body the JSON, or null where there was none
  record Reply(int status, JsonNode body) {}

  /// Returns the address that is asked.
  String base() {
    return first(url, System.getenv("GATEHOUSE_ADMIN_URL"), "http://127.0.0.1:9090");
  }

  /// Returns what a resource says.
  Reply get(String path) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base() + path)).timeout(Duration.ofSeconds(30));
    String shown = first(key, System.getenv("GATEHOUSE_ADMIN_KEY"), "");
    if (!shown.isEmpty()) {
      request.header("authorization", "Bearer " + shown);
    }
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Reply(answer.statusCode(), Json.parse(answer.body()));
    } catch (IOException e) {
      return new Reply(0, JsonNodeFactory.instance.nullNode());
    } catch (ProblemException e) {
      return new Reply(502, JsonNodeFactory.instance.nullNode());
    }
  }

  private static String first(
      @Nullable String given, @Nullable String environment, String fallback) {
    return given != null ? given : environment != null ? environment : fallback;
  }
}
