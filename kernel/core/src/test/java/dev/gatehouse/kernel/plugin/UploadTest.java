package dev.gatehouse.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.Gateway;
import dev.gatehouse.kernel.GatewayOptions;
import dev.gatehouse.kernel.plugin.trust.PluginsLock;
import dev.gatehouse.sdk.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Plugin files that come in through the admin API of a running gateway.
class UploadTest {
  private static final String ALLOWED = "plugins: { upload: true, policy: allowlist }\n";

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Path file;
  private Gateway gateway;

  private void start(String yaml) throws IOException {
    file = Files.writeString(folder.resolve("gatehouse.yaml"), yaml);
    gateway =
        Gateway.start(
            new GatewayOptions(
                new ConfigSource.File(file),
                folder,
                null,
                folder.resolve("plugins"),
                folder.resolve("data"),
                0,
                0,
                List.of(),
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

  private Reply upload(String name, String filter) throws Exception {
    Path jar =
        PluginJar.in(folder)
            .plugin(filter, PluginJar.PLAIN_FILTER)
            .writeTo(folder.resolve("arriving"));
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(
                    URI.create(gateway.adminUrl() + "/admin/v1/plugins?name=" + name))
                .header("content-type", "application/java-archive")
                .POST(HttpRequest.BodyPublishers.ofFile(jar))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    return new Reply(answer.statusCode(), Json.parse(answer.body()));
  }

  @Test
  void anUploadedFileIsAllowedAndLive() throws Exception {
    start(ALLOWED);

    Reply reply = upload("mine-1.jar", "one");

    assertThat(reply.status()).as("%s", reply.body()).isEqualTo(201);
    assertThat(reply.body().get("state").stringValue()).isEqualTo("active");
    assertThat(reply.body().get("trustedBy").stringValue()).isEqualTo("lock");
    assertThat(folder.resolve("plugins/mine-1.jar")).exists();
    assertThat(PluginsLock.read(folder.resolve("plugins.lock")).byId("mine")).hasSize(1);
  }

  @Test
  void whatTheConfigurationDoesNotFitIsToldAndWhatRanRunsOn() throws Exception {
    start(ALLOWED);
    upload("mine-1.jar", "one");
    Files.writeString(file, ALLOWED + "filters: [ { one: {} } ]\n");
    assertThat(gateway.reload().ok()).isTrue();

    Reply reply = upload("mine-2.jar", "two");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.body().get("detail").stringValue()).contains("there is no filter \"one\"");
    assertThat(gateway.generations().plugins())
        .anyMatch(plugin -> plugin.state().equals("active") && plugin.version().equals("1"));
    assertThat(folder.resolve("plugins/mine-2.jar")).doesNotExist();
    assertThat(folder.resolve("plugins/mine-1.jar")).exists();
    assertThat(PluginsLock.read(folder.resolve("plugins.lock")).byId("mine"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.version()).isEqualTo("1"));
    assertThat(gateway.reload().ok()).as("also the next time").isTrue();
  }

  @Test
  void anUploadDoesNotStandInForASignature() throws Exception {
    start("plugins: { upload: true, policy: signed, trust-store: signers.pem }\n");

    Reply reply = upload("mine-1.jar", "one");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.body().get("detail").stringValue()).contains("it is not signed");
    assertThat(folder.resolve("plugins/mine-1.jar")).doesNotExist();
  }
}
