package dev.gatehouse.dist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What careless and hostile callers, operators and upstreams do to the packaged gateway: each gets
/// a clear answer in the right shape, is recorded, and disturbs nobody else.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private ScriptedUpstream upstream;
  private PackagedGateway gateway;

  @BeforeAll
  void start() throws IOException {
    upstream = ScriptedUpstream.start();
    String event =
        "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"words\"},\"finish_reason\":null}]}";
    upstream.on(
        "/cut/chat/completions", Reply.sse(event, event, event).cutAfter(event.length() + 60));
    upstream.on(
        "/stall/chat/completions", Reply.sse(event, event, event).stallAfter(event.length() + 20));
    upstream.on("/silent/chat/completions", Reply.json("{}").delay(Duration.ofSeconds(60)));
    upstream.on(
        "/garbage/chat/completions", Reply.raw("this is not HTTP at all\r\n\r\n".getBytes(UTF_8)));
    upstream.on("/hangup/chat/completions", Reply.hangUp());
    StringBuilder yaml =
        new StringBuilder(
            "server: { limits: { body: 64KiB } }\nproviders:\n  simulated: { type: simulated }\n  refused: { type: openai, base-url: \"http://127.0.0.1:1/v1\", api-key: canary-upstream-key }\n");
    for (String name : new String[] {"cut", "stall", "silent", "garbage", "hangup"}) {
      yaml.append(
          "  %s: { type: openai, base-url: \"%s/%s\", api-key: canary-upstream-key, timeouts: { first-byte: 1s, between-events: 1s } }\n"
              .formatted(name, upstream.url(), name));
    }
    yaml.append("models:\n  chat: { targets: [ { provider: simulated, model: fast } ] }\n");
    for (String name : new String[] {"refused", "cut", "stall", "silent", "garbage", "hangup"}) {
      yaml.append("  %1$s: { targets: [ { provider: %1$s, model: m } ] }\n".formatted(name));
    }
    gateway = PackagedGateway.start(folder, yaml.toString());
  }

  @AfterAll
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
    upstream.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          broken JSON       | {"model":"chat","messages":[                                   | 400 | malformed_json
          a key twice       | {"model":"chat","model":"other","messages":[]}                 | 400 | malformed_json
          two documents     | {"model":"chat","messages":[]}{}                               | 400 | malformed_json
          an empty body     | ``                                                             | 400 | malformed_json
          no object         | [1,2]                                                          | 400 | malformed_json
          no model          | {"messages":[{"role":"user","content":"hi"}]}                  | 400 | model_required
          unknown model     | {"model":"nope","messages":[{"role":"user","content":"hi"}]}   | 404 | model_not_found
          """)
  void answersBadBodiesInTheClientsShape(String name, String body, int status, String code)
      throws Exception {
    HttpResponse<String> response = gateway.chat(body);

    assertThat(response.statusCode()).isEqualTo(status);
    JsonNode error = JSON.readTree(response.body()).get("error");
    assertThat(error.get("code").stringValue()).isEqualTo(code);
    assertThat(error.get("message").stringValue()).isNotBlank();
    assertThat(error.get("type").stringValue()).isEqualTo("invalid_request_error");
  }

  @Test
  void refusesAnOversizeBody() throws Exception {
    HttpResponse<String> response =
        gateway.chat(
            "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\""
                + "x".repeat(70_000)
                + "\"}]}");

    assertThat(response.statusCode()).isEqualTo(413);
    JsonNode error = JSON.readTree(response.body()).get("error");
    assertThat(error.get("code").stringValue()).isEqualTo("body_too_large");
    assertThat(error.get("message").stringValue()).contains("64KiB");
    JsonNode found =
        gateway.awaitHistory("q=status:413", result -> result.get("total").intValue() == 1);
    assertThat(found.get("items").get(0).get("outcome").stringValue()).isEqualTo("rejected");
  }

  @Test
  void tellsAllThatIsWrongWithAConfigurationAtOnce() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            """
            server: { prot: 80 }
            listener: { port: 1 }
            providers:
              broken: { type: openai, base-url: "not a url" }
              strange: { type: opnai }
            models:
              chat: { targets: [ { provider: nope, model: x }, { provider: broken, model: y } ] }
              idle: { targets: [ { provider: broken, model: y, weight: 0 } ] }
            filters:
              - cash: {}
              - cache: { ttl: abc }
            history: { retention: -1d }
            """);

    Shell.Result result =
        Shell.run(
            folder,
            Map.of(),
            List.of(
                PackagedGateway.HOME.resolve("bin/gatehouse").toString(),
                "validate",
                file.toString()));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .contains("wrong.yaml:1:17 server.prot")
        .contains("wrong.yaml:2:11 listener: unknown key")
        .contains("providers.broken.base-url")
        .contains("providers.strange.type: there is no provider type \"opnai\"")
        .contains("there is no provider \"nope\"")
        .contains("at least one target needs a weight above 0")
        .contains("there is no filter \"cash\"; there are: api-key, cache, transform")
        .contains("filters[1].cache.ttl")
        .contains("history.retention")
        .doesNotContain("there is no provider \"broken\"")
        .contains("has errors");
  }

  @Test
  void refusesAnotherContentType() throws Exception {
    HttpResponse<String> response =
        gateway.chat("model=chat", "content-type", "application/x-www-form-urlencoded");

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(JSON.readTree(response.body()).get("error").get("code").stringValue())
        .isEqualTo("unsupported_media_type");
  }

  @Test
  void tellsUnknownPathsFromKnownOnesWithAnotherMethod() throws Exception {
    assertThat(gateway.send("GET", gateway.url() + "/nothing/here", null).statusCode())
        .isEqualTo(404);
    assertThat(gateway.send("GET", gateway.url() + "/v1/chat/completions", null).statusCode())
        .isEqualTo(405);
  }

  @ParameterizedTest
  @CsvSource({
    "refused,502,upstream_unreachable",
    "silent,504,upstream_timeout",
    "garbage,502,upstream_malformed",
    "hangup,502,upstream_cut"
  })
  void answersForAnUpstreamThatFailsBeforeContent(String model, int status, String code)
      throws Exception {
    HttpResponse<String> response = gateway.chat(ask(model, false));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(JSON.readTree(response.body()).get("error").get("code").stringValue())
        .isEqualTo(code);
    assertThat(response.body()).doesNotContain("canary");
    assertRecorded(response, model);
  }

  @ParameterizedTest
  @CsvSource({"cut,upstream_cut", "stall,upstream_stalled"})
  void neverShowsABrokenStreamAsWhole(String model, String code) throws Exception {
    String answer = rawExchange("/v1/chat/completions", ask(model, true));

    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .contains("words")
        .contains(code)
        .doesNotContain("[DONE]");
    assertThat(answer).as("no end of the chunked body").doesNotEndWith("0\r\n\r\n");
    JsonNode found =
        gateway.awaitHistory("q=model:" + model, result -> result.get("total").intValue() >= 1);
    assertThat(found.get("items").get(0).get("outcome").stringValue()).isEqualTo("truncated");
  }

  @Test
  void recordsRefusedRequestsToo() throws Exception {
    HttpResponse<String> response = gateway.chat("{\"model\":\"not-there\",\"messages\":[]}");
    assertRecorded(response, "not-there");
  }

  @Test
  void refusesAJarThatIsNoPluginAndServesOn() throws Exception {
    Files.write(gateway.pluginFolder().resolve("nonsense-1.0.jar"), "not a zip".getBytes(UTF_8));

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(gateway.admin("/admin/v1/plugins").toString())
                .contains("nonsense")
                .contains("failed"));
    assertThat(gateway.chat(ask("chat", false)).statusCode()).isEqualTo(200);
  }

  @Test
  void printsNoSecretAnywhere() throws Exception {
    gateway.chat(ask("refused", false), "authorization", "Bearer canary-client-key");

    assertThat(gateway.printed()).doesNotContain("canary");
    assertThat(gateway.admin("/admin/v1/config").toString()).doesNotContain("canary");
    assertThat(gateway.send("GET", gateway.adminUrl() + "/metrics", null).body())
        .doesNotContain("canary");
  }

  private void assertRecorded(HttpResponse<String> response, String model) throws Exception {
    String id = response.headers().firstValue("x-request-id").orElseThrow();
    JsonNode found = gateway.awaitHistory("q=" + id, result -> result.get("total").intValue() == 1);
    assertThat(found.get("items").get(0).get("model").stringValue()).isEqualTo(model);
    assertThat(found.get("items").get(0).get("status").intValue()).isEqualTo(response.statusCode());
  }

  private static String ask(String model, boolean stream) {
    return "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
        .formatted(model, stream);
  }

  /// Sends a request over a plain socket and returns every byte of the answer.
  private String rawExchange(String path, String body) throws IOException {
    URI uri = URI.create(gateway.url());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              ("POST "
                      + path
                      + " HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\nContent-Length: "
                      + body.getBytes(UTF_8).length
                      + "\r\n\r\n"
                      + body)
                  .getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
