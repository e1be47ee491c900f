package dev.gatehouse.bench.spin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.kernel.Gateway;
import dev.gatehouse.kernel.GatewayOptions;
import dev.gatehouse.kernel.plugin.ConfigSource;
import dev.gatehouse.kernel.plugin.PluginSource;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Lets as many hooks spin as there are cores, and counts what else is answered meanwhile.
/// `kernel/bench/spin.sh` runs it with as many carrier threads as the launcher gives and with as
/// many as there are cores.
public final class SpinningPlugins {
  private static final long SPIN_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE_MILLIS = 20;
  private static final String CONFIG =
      """
      routes:
        - { id: spin, match: { path: /spin }, filters: [ spins, answers ], upstream: "http://127.0.0.1:9" }
        - { id: else, match: { path: /else }, filters: [ answers ], upstream: "http://127.0.0.1:9" }
      """;

  /// Two filters: one spins, the other answers at once.
  static final class Spinner implements GatewayPlugin {
    /// There is nothing to configure.
    record None() {}

    @Override
    public void register(PluginRegistry registry) {
      registry.add(Filter.POINT, "spins", None.class, (config, context) -> new Spins());
      registry.add(Filter.POINT, "answers", None.class, (config, context) -> new Answers());
    }
  }

  private static final class Spins implements Filter {
    @Override
    public Decision onRequest(Exchange exchange) {
      long end = System.nanoTime() + SPIN_NANOS;
      while (System.nanoTime() - end < 0) {
        Thread.onSpinWait();
      }
      return Decision.next();
    }
  }

  private static final class Answers implements Filter {
    @Override
    public Decision onRequest(Exchange exchange) {
      return Decision.respond(Answer.of(200, "text/plain", "done".getBytes(UTF_8)));
    }
  }

  private SpinningPlugins() {}

  /// Runs the program.
  public static void main(String[] args) throws Exception {
    int spins = Runtime.getRuntime().availableProcessors();
    Path folder = Files.createTempDirectory("gatehouse-spin");
    try (Gateway gateway =
        Gateway.start(
            new GatewayOptions(
                new ConfigSource.Text("gatehouse.yaml", CONFIG),
                folder,
                null,
                folder.resolve("plugins"),
                folder.resolve("data"),
                0,
                0,
                List.of(PluginSource.ofInstance("spinner", "1", new Spinner())),
                Map.of(),
                false))) {
      for (int i = 0; i < 200; i++) {
        ask(gateway, "/else", Duration.ofSeconds(10));
      }
      for (int i = 0; i < spins; i++) {
        Thread _ =
            Thread.ofPlatform().daemon().start(() -> ask(gateway, "/spin", Duration.ofMinutes(1)));
      }
      report(others(gateway), spins);
    }
    System.exit(0);
  }

  /// Asks one after the other, with pauses, while they spin.
  ///
  /// @return how long each took, in nanoseconds; -1 for those without an answer
  private static List<Long> others(Gateway gateway) throws InterruptedException {
    long end = System.nanoTime() + SPIN_NANOS;
    TimeUnit.MILLISECONDS.sleep(100);
    List<Long> took = new ArrayList<>();
    while (System.nanoTime() - end < 0) {
      long start = System.nanoTime();
      boolean answered = ask(gateway, "/else", Duration.ofSeconds(1));
      took.add(answered ? System.nanoTime() - start : -1);
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return took;
  }

  // A client for each: what waits in one must not hold up the next.
  private static boolean ask(Gateway gateway, String path, Duration within) {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(gateway.dataUrl() + path)).timeout(within).build();
      return http.send(request, BodyHandlers.ofString()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void report(List<Long> took, int spins) {
    List<Long> answered = new ArrayList<>(took.stream().filter(nanos -> nanos >= 0).toList());
    Collections.sort(answered);
    System.out.printf(
        "| %s | %d | %d of %d | %s | %s |%n",
        System.getProperty("jdk.virtualThreadScheduler.parallelism", "as many as cores"),
        spins,
        answered.size(),
        took.size(),
        answered.isEmpty() ? "–" : millis(answered.get(answered.size() / 2)),
        answered.isEmpty() ? "–" : millis(answered.getLast()));
  }

  private static String millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
  }
}
