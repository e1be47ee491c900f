package dev.gatehouse.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.dist.PackagedGateway.Arrived;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Plugins that do what no interrupt ends: one spins, one lets threads run after its stop. Neither
/// keeps others from their answers, and an operator is told who it is.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpinningPluginIT {
  private static final String SPINNER =
      """
      package spinner;
      import dev.gatehouse.sdk.exchange.*;
      import dev.gatehouse.sdk.filter.*;
      import dev.gatehouse.sdk.plugin.*;
      import java.time.Duration;
      public final class Spinner implements GatewayPlugin {
        public record Config() {}
        @Override public void register(PluginRegistry registry) {
          registry.add(Filter.POINT, "spinner", Config.class, (config, context) -> new Spins())
              .timeout(Duration.ofMillis(50));
        }
        static final class Spins implements Filter {
          @Override public Decision onRequest(Exchange exchange) {
            long end = System.nanoTime() + 3_000_000_000L;
            while (System.nanoTime() - end < 0) {
              Thread.onSpinWait();
            }
            return Decision.next();
          }
        }
      }
      """;
  private static final String LEAKER =
      """
      package leaker;
      import dev.gatehouse.sdk.filter.*;
      import dev.gatehouse.sdk.plugin.*;
      public final class Leaker implements GatewayPlugin {
        public record Config() {}
        @Override public void register(PluginRegistry registry) {
          registry.add(Filter.POINT, "leaker", Config.class, (config, context) -> new Filter() {});
        }
        @Override public void start(PluginContext context) {
          Thread.ofPlatform().daemon().name("leaker-polls").start(() -> {
            while (true) {
              try {
                Thread.sleep(60_000);
              } catch (InterruptedException e) {
                return;
              }
            }
          });
        }
      }
      """;
  private static final String METRIC = "gateway_plugin_loaders_retired_alive";
  private static final int TRIPS_AT = 4;

  @TempDir static Path folder;
  private PackagedGateway gateway;

  @BeforeAll
  void start() throws Exception {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    PluginJar.build(
        folder.resolve("spinner"), "spinner.Spinner", SPINNER, plugins.resolve("spinner-1.0.jar"));
    PluginJar.build(
        folder.resolve("leaker"), "leaker.Leaker", LEAKER, plugins.resolve("leaker-1.0.jar"));
    gateway =
        PackagedGateway.start(
            folder,
            """
            providers:
              local: { type: simulated, time-to-first-token: 1ms, tokens-per-second: 5000, answer-tokens: 5 }
            models:
              chat: { targets: [ { provider: local, model: fast } ] }
            routes:
              - { id: spins, match: { headers: { x-route: spins } }, filters: [ spinner ] }
              - { id: rest, match: { path: "/v1/**" } }
            plugins: { policy: any, trip: { faults: %d, within: 1m, back-off: 1m } }
            """
                .formatted(TRIPS_AT));
  }

  @AfterAll
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
  }

  private Arrived ask(String... headers) {
    try {
      return gateway.arrived(
          "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}", headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<CompletableFuture<Arrived>> spins(int count) {
    return IntStream.range(0, count)
        .mapToObj(_ ->
            CompletableFuture.supplyAsync(
                () -> ask("x-route", "spins"), Thread::startVirtualThread))
        .toList();
  }

  private JsonNode plugin(String id, String state) throws Exception {
    return StreamSupport.stream(gateway.admin("/admin/v1/plugins").spliterator(), false)
        .filter(plugin -> plugin.path("id").asString("").equals(id))
        .filter(plugin -> plugin.path("state").asString("").equals(state))
        .findFirst()
        .orElse(null);
  }

  @Test
  void spinningHooksStopNobodyElseAndAreLeftAloneAfterAFewOverruns() throws Exception {
    assertThat(ask().status()).isEqualTo(200);
    int cores = Runtime.getRuntime().availableProcessors();

    // As many as there are cores, so that without more carrier threads nobody else could run.
    int done = 0;
    while (done < TRIPS_AT) {
      List<CompletableFuture<Arrived>> spinning = spins(cores);
      Awaitility.await().until(() -> running() >= 1);
      int meanwhile = 0;
      while (spinning.stream().noneMatch(CompletableFuture::isDone)) {
        assertThat(ask().status()).isEqualTo(200);
        meanwhile++;
      }
      assertThat(meanwhile).as("requests answered while %d hooks spun", cores).isPositive();
      for (CompletableFuture<Arrived> each : spinning) {
        assertThat(each.join().id()).isNotEmpty();
        done++;
      }
    }

    Arrived refused = ask("x-route", "spins");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text()).contains("plugin_tripped");
    JsonNode instance = plugin("spinner", "active").path("instances").path(0);
    assertThat(instance.path("state").asString()).isEqualTo("tripped");
    assertThat(instance.path("timeouts").asInt()).isGreaterThanOrEqualTo(TRIPS_AT);
    assertThat(instance.path("lastTrip").path("reason").asString())
        .contains("request exceeded its time limit");
    assertThat(instance.path("lastTrip").path("stack").asString())
        .contains("spinner.Spinner$Spins.onRequest");
    assertThat(ask().status()).isEqualTo(200);
  }

  private int running() throws Exception {
    return gateway.admin("/admin/v1/status").path("exchanges").path("inFlight").asInt(0);
  }

  @Test
  void aThreadThatOutlivesItsPluginIsToldByNameUntilItEnds() throws Exception {
    assertThat(retiredAlive()).isZero();

    Files.move(folder.resolve("plugins/leaker-1.0.jar"), folder.resolve("gone.jar"));

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> plugin("leaker", "stopped") != null);
    JsonNode leaker = plugin("leaker", "stopped");
    assertThat(leaker.path("version").asString()).isEqualTo("1.0");
    assertThat(leaker.path("reason").asString())
        .startsWith("Stopped at ")
        .contains("keep them: leaker-polls.");
    assertThat(retiredAlive()).isEqualTo(1);
  }

  private int retiredAlive() throws Exception {
    String metrics = gateway.send("GET", gateway.adminUrl() + "/metrics", null).body();
    return metrics
        .lines()
        .filter(line -> line.startsWith(METRIC) && !line.startsWith("#"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .mapToInt(value -> (int) Double.parseDouble(value))
        .findFirst()
        .orElse(-1);
  }
}
