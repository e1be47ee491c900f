package dev.gatehouse.kernel.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.Gateway;
import dev.gatehouse.kernel.GatewayOptions;
import dev.gatehouse.kernel.plugin.ConfigSource;
import dev.gatehouse.kernel.plugin.PluginSource;
import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import jakarta.validation.constraints.Max;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `/admin/v1/plugins` of a running gateway, as programs and the console use it.
class PluginResourcesTest {
  /// The settings of the filter `mine`.
  public record Config(
      @Option(description = "How often.", defaultValue = "1") @Max(5) int attempts) {}

  private static final GatewayPlugin PLUGIN =
      (PluginRegistry registry) ->
          registry.add(Filter.POINT, "mine", Config.class, (config, context) -> new Filter() {});

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Gateway gateway;

  private void start(String yaml) {
    gateway =
        Gateway.start(
            new GatewayOptions(
                new ConfigSource.Text("gatehouse.yaml", yaml),
                folder,
                null,
                null,
                folder.resolve("data"),
                0,
                0,
                List.of(PluginSource.ofInstance("mine", "1", PLUGIN)),
                Map.of(),
                false));
  }

  @AfterEach
  void stop() {
    client.close();
    if (gateway != null) {
      gateway.close();
    }
  }

  private record Reply(int status, JsonNode body) {}

  private Reply send(String method, String path, String type, byte[] body) throws Exception {
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(gateway.adminUrl() + "/admin/v1/plugins" + path))
                .header("content-type", type)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    return new Reply(answer.statusCode(), Json.parse(answer.body()));
  }

  private Reply get(String path) throws Exception {
    return send("GET", path, "application/json", new byte[0]);
  }

  private Reply post(String path, String json) throws Exception {
    return send("POST", path, "application/json", json.getBytes(UTF_8));
  }

  @Test
  void listsPluginsAndShowsOneWithTheSchemasOfItsSettings() throws Exception {
    start("filters: [ { mine: {} } ]");

    assertThat(get("").body().get(0).get("state").stringValue()).isEqualTo("active");
    JsonNode plugin = get("/mine").body();
    assertThat(plugin.get("trustedBy").stringValue()).isEqualTo("program");
    assertThat(plugin.get("instances")).hasSize(1);
    assertThat(plugin.at("/extensions/0/schema/properties/attempts/anyOf/0/maximum").intValue())
        .isEqualTo(5);
    assertThat(get("/other").status()).isEqualTo(404);
  }

  @Test
  void switchesOffAndOn() throws Exception {
    start("{}");

    assertThat(post("/mine/disable", "{}").body().at("/plugin/state").stringValue())
        .isEqualTo("disabled");
    assertThat(post("/mine/enable", "{}").body().at("/plugin/state").stringValue())
        .isEqualTo("active");
    assertThat(post("/mine/reload", "{}").status()).isEqualTo(200);
  }

  @Test
  void refusesToSwitchOffWhatTheConfigurationNeedsAndNamesThePlace() throws Exception {
    start("filters: [ { mine: {} } ]");

    Reply reply = post("/mine/disable", "{}");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.body().get("done").booleanValue()).isFalse();
    assertThat(reply.body().at("/problems/0/path").stringValue()).startsWith("filters[0]");
    assertThat(reply.body().at("/plugin/state").stringValue()).isEqualTo("active");
  }

  @Test
  void judgesSettingsWithTheirPlaces() throws Exception {
    start("{}");

    Reply good =
        post(
            "/mine/check",
            "{\"point\":\"filter\",\"extension\":\"mine\",\"yaml\":\"attempts: 2\"}");
    Reply bad =
        post(
            "/mine/check",
            "{\"point\":\"filter\",\"extension\":\"mine\",\"yaml\":\"attempts: 9\\natempts: 1\"}");

    assertThat(good.body().get("ok").booleanValue()).isTrue();
    assertThat(bad.body().get("problems")).hasSize(2);
    assertThat(bad.body().at("/problems/0/path").stringValue()).isEqualTo("attempts");
    assertThat(bad.body().at("/problems/1/line").intValue()).isEqualTo(2);
    assertThat(post("/mine/check", "{\"point\":\"filter\",\"extension\":\"x\"}").status())
        .isEqualTo(404);
  }

  @Test
  void takesNoFileUnlessTheConfigurationSaysSo() throws Exception {
    start("{}");

    Reply reply = send("POST", "?name=a-1.jar", "application/octet-stream", new byte[10]);

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.body().get("detail").stringValue()).contains("plugins.upload: true");
  }

  @Test
  void judgesAnUploadedFileAndRefusesNamesThatLeadElsewhere() throws Exception {
    start("plugins: { upload: true }");

    Reply bad = send("POST", "?name=a-1.jar", "application/octet-stream", "x".getBytes(UTF_8));
    Reply elsewhere =
        send("POST", "?name=..%2Fa-1.jar", "application/octet-stream", "x".getBytes(UTF_8));

    assertThat(bad.status()).isEqualTo(422);
    assertThat(bad.body().get("detail").stringValue()).contains("it is not a jar");
    assertThat(elsewhere.status()).isEqualTo(400);
    assertThat(folder.resolve("plugins")).doesNotExist();
  }

  @Test
  void aPageOfAnotherSiteCannotUpload() throws Exception {
    start("plugins: { upload: true }");

    assertThat(send("POST", "?name=a-1.jar", "text/plain", new byte[1]).status()).isEqualTo(415);
  }

  @Test
  void saysWhichMethodsThereAre() throws Exception {
    start("{}");

    assertThat(get("/mine/disable").status()).isEqualTo(405);
    assertThat(post("/mine", "{}").status()).isEqualTo(405);
    assertThat(post("/mine/explode", "{}").status()).isEqualTo(404);
  }
}
