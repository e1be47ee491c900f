package dev.gatehouse.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.GatewayClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The packaged distribution as a user runs it: a process of its own, started by its own script, on
/// ports that the system chose.
final class PackagedGateway implements AutoCloseable {
  static final Path HOME = Path.of(System.getProperty("gatehouse.home"));
  private static final Pattern DATA = Pattern.compile("API\\D*(http://127\\.0\\.0\\.1:\\d+)");
  private static final Pattern ADMIN = Pattern.compile("Console\\D*(http://127\\.0\\.0\\.1:\\d+)");
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> output = new ArrayList<>();
  private final Process process;
  private final Path folder;
  private final String url;
  private final String adminUrl;

  private PackagedGateway(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
    Thread.ofVirtual().start(this::readOutput);
    this.url = awaitInOutput(DATA);
    this.adminUrl = awaitInOutput(ADMIN);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> ready());
  }

  /// Starts with a configuration, written to `gatehouse.yaml` in the folder; null starts without
  /// one. Data and dropped plugins live in the folder too.
  static PackagedGateway start(Path folder, String yaml) throws IOException {
    return start(folder, yaml, Map.of());
  }

  /// The same with environment variables that the process gets besides this one's.
  static PackagedGateway start(Path folder, String yaml, Map<String, String> environment)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of(HOME.resolve("bin/gatehouse").toString(), "start"));
    if (yaml != null) {
      Path file = Files.writeString(folder.resolve("gatehouse.yaml"), yaml);
      command.addAll(List.of("--config", file.toString()));
    }
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    command.addAll(
        List.of("--data", folder.resolve("data").toString(), "--plugins", plugins.toString()));
    command.addAll(List.of("--port", "0", "--admin-port", "0"));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("GATEHOUSE_JAVA_OPTS", "-Xmx512m");
    builder.environment().putAll(environment);
    return new PackagedGateway(builder.start(), folder);
  }

  String url() {
    return url;
  }

  String adminUrl() {
    return adminUrl;
  }

  Path pluginFolder() {
    return folder.resolve("plugins");
  }

  Path configuration() {
    return folder.resolve("gatehouse.yaml");
  }

  Process process() {
    return process;
  }

  /// Everything the process printed so far.
  String printed() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }

  HttpResponse<String> send(String method, String uri, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.header("content-type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /// Posts a chat completion and returns the answer.
  HttpResponse<String> chat(String body, String... headers)
      throws IOException, InterruptedException {
    return send("POST", url + "/v1/chat/completions", body, headers);
  }

  /// An answer as far as it arrived.
  ///
  /// @param cut whether the connection ended before the answer did
  record Arrived(int status, String id, String text, boolean cut) {}

  /// Posts a chat completion and reads what comes, even if it breaks off.
  Arrived arrived(String body, String... headers) throws IOException {
    try (GatewayClient reader = new GatewayClient(URI.create(url));
        EventStream stream = reader.stream("/v1/chat/completions", body, headers)) {
      boolean cut = false;
      try {
        stream.rest();
      } catch (IOException e) {
        cut = true;
      }
      return new Arrived(
          stream.status(), stream.requestId(), new String(stream.received(), UTF_8), cut);
    }
  }

  /// Asks the admin API; fails when it does not answer 200.
  JsonNode admin(String pathAndQuery) throws IOException, InterruptedException {
    HttpResponse<String> response = send("GET", adminUrl + pathAndQuery, null);
    if (response.statusCode() != 200) {
      throw new IOException(pathAndQuery + " answered " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }

  /// Waits until a search of the history satisfies the condition, and returns its answer.
  JsonNode awaitHistory(String query, Predicate<JsonNode> condition) {
    JsonNode[] last = new JsonNode[1];
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> {
          last[0] = admin("/admin/v1/requests?" + query);
          return condition.test(last[0]);
        });
    return last[0];
  }

  /// Asks the process to stop, as an orchestrator does, and returns its exit code.
  int stop(Duration atMost) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("still running after " + atMost + ":\n" + printed());
    }
    return process.exitValue();
  }

  /// Kills the process as a crash or `kill -9` does.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private boolean ready() throws IOException, InterruptedException {
    return send("GET", adminUrl + "/health/ready", null).statusCode() == 200;
  }

  private void readOutput() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (output) {
          output.add(line);
        }
      }
    } catch (IOException e) {
      synchronized (output) {
        output.add("(output ended: " + e.getMessage() + ")");
      }
    }
  }

  private String awaitInOutput(Pattern pattern) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> pattern.matcher(printed()).find() || !process.isAlive());
    Matcher matcher = pattern.matcher(printed());
    if (!matcher.find()) {
      throw new IllegalStateException("the gateway did not start:\n" + printed());
    }
    return matcher.group(1);
  }
}
