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
import java.util.stream.Stream;
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
      import dev.gatehouse.sdk.*;
      import dev.gatehouse.sdk.exchange.*;
      import dev.gatehouse.sdk.filter.*;
      import dev.gatehouse.sdk.plugin.*;
      import java.time.Duration;
      public final class Spinner implements GatewayPlugin {
        public record Config(@Option(description = "How long it spins.") Duration spin) {}
        @Override public void register(PluginRegistry registry) {
          registry.add(Filter.POINT, "spinner", Config.class, (config, context) -> new Spins(config.spin()))
              .timeout(Duration.ofMillis(50));
        }
        record Spins(Duration spin) implements Filter {
          @Override public Decision onRequest(Exchange exchange) {
            long end = System.nanoTime() + spin.toNanos();
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
              - { id: long, match: { headers: { x-route: long } }, filters: [ { spinner: { spin: 3s } } ] }
              - { id: short, match: { headers: { x-route: short } }, filters: [ { spinner: { spin: 400ms } } ] }
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

  private CompletableFuture<Arrived> spin(String route) {
    return CompletableFuture.supplyAsync(() -> ask("x-route", route), Thread::startVirtualThread);
  }

  private JsonNode plugin(String id, String state) throws Exception {
    return StreamSupport.stream(gateway.admin("/admin/v1/plugins").spliterator(), false)
        .filter(plugin -> plugin.path("id").asString("").equals(id))
        .filter(plugin -> plugin.path("state").asString("").equals(state))
        .findFirst()
        .orElse(null);
  }

  /// What is known of the one that spins for so long.
  private JsonNode spinner(String name) throws Exception {
    for (JsonNode instance : plugin("spinner", "active").path("instances")) {
      if (instance.path("hooks").path(0).path("route").asString("").equals(name)) {
        return instance;
      }
    }
    throw new AssertionError("no instance on route " + name);
  }

  @Test
  void hooksThatSpinStopNobodyElse() throws Exception {
    assertThat(ask().status()).isEqualTo(200);

    // As many as there are cores, so that without more carrier threads nobody else could run.
    List<CompletableFuture<Arrived>> spinning =
        Stream.generate(() -> spin("long"))
            .limit(Runtime.getRuntime().availableProcessors())
            .toList();
    int meanwhile = 0;
    while (spinning.stream().noneMatch(CompletableFuture::isDone)) {
      assertThat(ask().status()).isEqualTo(200);
      meanwhile++;
    }

    assertThat(meanwhile).as("requests answered while hooks spun").isPositive();
    assertThat(spinning)
        .extracting(CompletableFuture::join)
        .extracting(Arrived::text)
        .allMatch(text -> text.contains("plugin_timeout") || text.contains("plugin_tripped"));
    assertThat(plugin("spinner", "active").path("instances"))
        .as("one is left alone, and its stack says where it spins")
        .anySatisfy(instance -> {
          assertThat(instance.path("state").asString()).isEqualTo("tripped");
          assertThat(instance.path("lastTrip").path("reason").asString())
              .contains("took no notice of the end of its time");
          assertThat(instance.path("lastTrip").path("stack").asString())
              .contains("spinner.Spinner$Spins.onRequest");
        });
  }

  @Test
  void aHookThatSpinsBeyondItsLimitAgainAndAgainIsLeftAlone() throws Exception {
    for (int overrun = 0; overrun < TRIPS_AT; overrun++) {
      // It takes no notice of the interrupt, and what it decides late counts.
      assertThat(spin("short").join().status()).isEqualTo(200);
    }

    Arrived refused = ask("x-route", "short");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text()).contains("plugin_tripped");
    JsonNode instance = spinner("short");
    assertThat(instance.path("state").asString()).isEqualTo("tripped");
    assertThat(instance.path("timeouts").asInt()).isEqualTo(TRIPS_AT);
    assertThat(instance.path("lastTrip").path("reason").asString())
        .contains("request exceeded its time limit");
    assertThat(ask().status()).isEqualTo(200);
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
