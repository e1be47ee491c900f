package dev.gatehouse.maven;

import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A gateway that is running somewhere, asked through its admin API what became of a plugin.
final class RunningGateway implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final long LOOK_MILLIS = 50;

  private final URI admin;
  private final @Nullable String key;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /// What a gateway made of a plugin's file.
  ///
  /// @param live whether it serves
  /// @param text what to tell
  record Fate(boolean live, String text) {}

  /// Makes a client.
  ///
  /// @param admin the address of the admin listener
  /// @param key the admin key, or null; never printed
  RunningGateway(URI admin, @Nullable String key) {
    this.admin = admin;
    this.key = key;
  }

  /// Waits until the gateway has taken or refused a file.
  ///
  /// @param sha256 the file's hash in hexadecimal
  Fate await(String sha256) throws InterruptedException {
    long begin = System.nanoTime();
    String last = "it does not look into this folder; see plugins.folder in its configuration";
    while (System.nanoTime() - begin < PATIENCE.toNanos()) {
      JsonNode plugin;
      try {
        plugin = find(sha256);
      } catch (IOException e) {
        String why = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
        return new Fate(
            false,
            "no gateway answers at "
                + admin
                + why
                + ", so nobody knows whether it is live; name the admin API with -Dgatehouse.admin=URL");
      }
      if (plugin != null) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        String state = plugin.path("state").asString("");
        if (state.equals("active")) {
          return new Fate(true, "live after " + millis + " ms");
        }
        last = state + ": " + plugin.path("reason").asString("");
        return new Fate(false, last);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return new Fate(
        false, "the gateway did not take it within " + PATIENCE.toSeconds() + " s: " + last);
  }

  private @Nullable JsonNode find(String sha256) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(admin.resolve("/admin/v1/plugins")).timeout(Duration.ofSeconds(5));
    if (key != null) {
      request.header("authorization", "Bearer " + key);
    }
    HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("it answers with status " + answer.statusCode());
    }
    try {
      for (JsonNode plugin : Json.parse(answer.body())) {
        if (plugin.path("sha256").asString("").equals(sha256)) {
          return plugin;
        }
      }
      return null;
    } catch (ProblemException e) {
      throw new IOException("it answers no JSON", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
