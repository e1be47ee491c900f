package dev.gatehouse.kernel.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.Gateway;
import dev.gatehouse.kernel.GatewayOptions;
import dev.gatehouse.kernel.plugin.ConfigSource;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may do what through the admin API.
class AdminAccessTest {
  private static final String KEYS =
      """
      server:
        admin-key: everything
        admin-keys:
          monitor: { key: look }
          deploy: { key: reload, role: operator }
          owner: { key: swap, role: plugin-admin }
      """;

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

  private HttpResponse<String> send(String method, String path, String key) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway.adminUrl() + path))
            .header("content-type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString("{}"));
    if (!key.isEmpty()) {
      request.header("authorization", "Bearer " + key);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /admin/v1/status,            look,       200",
    "GET,  /admin/v1/plugins,           look,       200",
    "POST, /admin/v1/config/reload,     look,       403",
    "POST, /admin/v1/config/reload,     reload,     200",
    "POST, /admin/v1/plugins/x/disable, reload,     403",
    "POST, /admin/v1/plugins,           reload,     403",
    "POST, /admin/v1/plugins/x/disable, swap,       404",
    "POST, /admin/v1/plugins,           swap,       403",
    "POST, /admin/v1/plugins/x/disable, everything, 404",
    "POST, /admin/v1/unheard/of,        look,       403",
    "PUT,  /admin/v1/status,            look,       403",
    "GET,  /admin/v1/status,            other,      401",
    "GET,  /admin/v1/status,            '',         401",
    "GET,  /metrics,                    '',         401",
    "GET,  /health/live,                '',         200"
  })
  void letsEachKeyDoWhatItsRoleMay(String method, String path, String key, int status)
      throws Exception {
    start(KEYS);

    assertThat(send(method, path, key).statusCode()).isEqualTo(status);
  }

  @Test
  void namesTheRoleThatIsMissingAndNoKey() throws Exception {
    start(KEYS);

    HttpResponse<String> answer = send("POST", "/admin/v1/plugins/x/enable", "reload");

    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(answer.body())
        .contains(
            "\"role_missing\"", "The key deploy has the role operator; this needs plugin-admin.")
        .doesNotContain("reload\"");
  }

  @Test
  void masksTheKeysInTheConfigurationItShows() throws Exception {
    start(KEYS);

    assertThat(send("GET", "/admin/v1/config", "look").body())
        .contains("monitor", "plugin-admin")
        .doesNotContain("\"look\"", "\"swap\"", "everything");
  }

  @Test
  void letsThisMachineDoEverythingWhereNoKeyIsSet() throws Exception {
    start("{}");

    assertThat(send("POST", "/admin/v1/config/reload", "").statusCode()).isEqualTo(200);
    assertThat(send("POST", "/admin/v1/plugins/x/disable", "").statusCode()).isEqualTo(404);
  }
}
