package dev.gatehouse.kernel.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.kernel.Gateway;
import dev.gatehouse.kernel.GatewayOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plugins that come, are replaced and go while clients keep their connections busy.
class SwapUnderLoadTest {
  private static final int SWAPS = 40;
  private static final String ROUTE =
      "plugins: { policy: any }\n"
          + "routes: [ { id: all, match: { path: /** }, upstream: \"http://127.0.0.1:9\" } ]\n";
  private static final String WITH = "filters: [ outer, inner, stays ]\n" + ROUTE;
  private static final String WITHOUT = "filters: [ stays ]\n" + ROUTE;

  @TempDir Path folder;
  private Path plugins;
  private Path file;
  private PluginJar swapped;
  private Gateway gateway;

  @BeforeEach
  void start() throws IOException {
    plugins = Files.createDirectories(folder.resolve("plugins"));
    file = Files.writeString(folder.resolve("gatehouse.yaml"), WITHOUT);
    swapped = PluginJar.in(folder).type("Entry", SwapPlugins.SWAPPED).services("p.Entry");
    PluginJar.in(folder)
        .type("Entry", SwapPlugins.STAYS)
        .services("p.Entry")
        .writeTo(plugins.resolve("stays-1.jar"));
    gateway =
        Gateway.start(
            new GatewayOptions(
                new ConfigSource.File(file),
                folder,
                null,
                plugins,
                folder.resolve("data"),
                0,
                0,
                List.of(),
                Map.of(),
                false));
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private void drop(String version) throws IOException {
    Path beside =
        swapped.entry("version.txt", version.getBytes(UTF_8)).writeTo(folder.resolve("arriving"));
    Files.move(beside, plugins.resolve("swapped-1.jar"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void reload() {
    assertThat(gateway.reload().problems()).isEmpty();
  }

  @Test
  void failsNoRequestAndMixesNoVersionsWhenAPluginComesIsReplacedAndGoes() throws Exception {
    try (SwapClients clients = new SwapClients(gateway.dataUrl(), 3, 4)) {
      clients.awaitEach(2);

      for (int swap = 0; swap < SWAPS; swap++) {
        drop("v" + swap);
        Files.writeString(file, WITH);
        reload();
        // Loaders must not pile up behind requests that never happened.
        clients.awaitEach(1);
      }
      Files.writeString(file, WITHOUT);
      Files.delete(plugins.resolve("swapped-1.jar"));
      reload();
      clients.awaitEach(3);

      // The clients go on, so that their connections stay: the plugin left something on the
      // threads.
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(200))
          .untilAsserted(() -> {
            System.gc();
            assertThat(gateway.generations().retiredLoadersAlive()).isLessThanOrEqualTo(2);
          });

      clients.stop();
      assertThat(clients.faults()).isEmpty();
      assertThat(clients.versions()).hasSizeGreaterThan(SWAPS / 2);
      assertThat(clients.instancesThatStayed()).hasSize(1);
    }
  }

  @Test
  void keepsConnectionsWhenOnlyTheConfigurationChanges() throws Exception {
    try (SwapClients clients = new SwapClients(gateway.dataUrl(), 1, 0)) {
      clients.awaitEach(2);

      Files.writeString(file, WITHOUT + "server: { allow-anonymous: true }\n");
      reload();
      clients.awaitEach(3);

      clients.stop();
      assertThat(clients.faults()).isEmpty();
      assertThat(clients.closedByGateway()).isZero();
    }
  }
}
