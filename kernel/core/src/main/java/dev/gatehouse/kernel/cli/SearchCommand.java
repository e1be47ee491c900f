package dev.gatehouse.kernel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Searches the history of a running gateway.
@Command(
    name = "search",
    description = "Searches the request history of a running gateway.",
    mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "QUERY",
      description = "For example: status:>=500 latency:>2s \"a phrase\"")
  String[] query = {};

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

  @Option(names = "--limit", paramLabel = "N", description = "How many to show; 20.")
  int limit = 20;

  @Option(names = "--json", description = "Prints the answer as it comes.")
  boolean json;

  @Override
  public Integer call() throws InterruptedException {
    String base = first(url, System.getenv("GATEHOUSE_ADMIN_URL"), "http://127.0.0.1:9090");
    String shown = first(key, System.getenv("GATEHOUSE_ADMIN_KEY"), "");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    base
                        + "/admin/v1/requests?limit="
                        + limit
                        + "&q="
                        + URLEncoder.encode(String.join(" ", query), UTF_8)))
            .timeout(Duration.ofSeconds(30));
    if (!shown.isEmpty()) {
      request.header("authorization", "Bearer " + shown);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
      return print(response);
    } catch (IOException e) {
      System.err.println("No gateway answers at " + base + ". Is it running? --url names another.");
      return 1;
    }
  }

  private static String first(
      @Nullable String given, @Nullable String environment, String fallback) {
    return given != null ? given : environment != null ? environment : fallback;
  }

  private int print(HttpResponse<String> response) {
    if (json) {
      System.out.println(response.body());
      return response.statusCode() == 200 ? 0 : 1;
    }
    JsonNode answer;
    try {
      answer = Json.parse(response.body().getBytes(UTF_8));
    } catch (ProblemException e) {
      System.err.println("The admin API answered " + response.statusCode() + " and no JSON.");
      return 1;
    }
    if (response.statusCode() != 200) {
      System.err.println(
          answer.path("detail").asString("The admin API answered " + response.statusCode() + "."));
      return 1;
    }
    answer
        .path("diagnostics")
        .forEach(d -> System.err.println("query: " + d.path("message").asString("")));
    for (JsonNode item : answer.path("items")) {
      System.out.printf(
          "%s  %3d %-16s %-20s %7.0f ms  %s%n",
          item.path("at").asString("").replaceFirst("\\..*", "Z"),
          item.path("status").asInt(0),
          item.path("outcome").asString(""),
          item.path("model").asString(""),
          item.path("latencyMs").asDouble(0),
          oneLine(item.path("prompt").asString("")));
    }
    System.out.println(
        answer.path("total").asLong(0) + " found, " + answer.path("items").size() + " shown");
    return 0;
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= 80 ? line : line.substring(0, 79) + "…";
  }
}
