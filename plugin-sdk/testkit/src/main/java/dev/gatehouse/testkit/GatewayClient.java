package dev.gatehouse.testkit;

import dev.gatehouse.sdk.http.Headers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Sends requests to a gateway in one line each. Thread-safe.
///
/// It speaks HTTP/1.1, adds no fields but those of the JDK's client, decodes nothing and retries
/// nothing.
public final class GatewayClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /// Makes a client of the gateway at this address.
  public GatewayClient(URI base) {
    this.base = base;
  }

  /// Sends a GET request.
  ///
  /// @param fields name, value, name, value, ...
  public Received get(String path, String... fields) throws IOException, InterruptedException {
    return send(request(path, fields).GET().build());
  }

  /// Sends a POST request with a JSON body.
  ///
  /// @param fields name, value, name, value, ...; a `content-type` among them replaces that of JSON
  public Received post(String path, String json, String... fields)
      throws IOException, InterruptedException {
    return post(path, json.getBytes(StandardCharsets.UTF_8), fields);
  }

  /// Sends a POST request.
  public Received post(String path, byte[] body, String... fields)
      throws IOException, InterruptedException {
    return send(posting(path, body, fields));
  }

  /// Sends a POST request with a JSON body and reads the answer event by event.
  ///
  /// @param fields name, value, name, value, ...
  public EventStream stream(String path, String json, String... fields) throws IOException {
    return EventStream.open(
        URI.create(base + path), json.getBytes(StandardCharsets.UTF_8), Headers.of(fields));
  }

  /// Sends any request.
  public Received send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
    return new Received(response.statusCode(), headers(response), response.body());
  }

  /// Returns a request to a path, to be completed.
  public HttpRequest.Builder request(String path, String... fields) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    if (fields.length > 0) {
      request.headers(fields);
    }
    return request;
  }

  private HttpRequest posting(String path, byte[] body, String... fields) {
    HttpRequest.Builder request = request(path, fields).POST(BodyPublishers.ofByteArray(body));
    if (!Headers.of(fields).contains("content-type")) {
      request.header("content-type", "application/json");
    }
    return request.build();
  }

  static Headers headers(HttpResponse<?> response) {
    Headers headers = Headers.create();
    response.headers().map().forEach((name, all) -> all.forEach(v -> headers.add(name, v)));
    return headers;
  }

  /// Ends all requests that are still going on.
  @Override
  public void close() {
    http.shutdownNow();
  }
}
