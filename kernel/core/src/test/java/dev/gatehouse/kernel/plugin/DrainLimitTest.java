package dev.gatehouse.kernel.plugin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.kernel.Gateway;
import dev.gatehouse.kernel.GatewayOptions;
import dev.gatehouse.sdk.exchange.Completion;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Exchanges that would hold a replaced plugin for ever.
@Timeout(60)
class DrainLimitTest {
  @TempDir Path folder;
  private final Recorder recorder = new Recorder();
  private Path plugins;
  private PluginJar jar;
  private Gateway gateway;

  /// Notes how exchanges ended.
  public static final class Recorder implements GatewayPlugin {
    /// Has no settings.
    public record None() {}

    private final Queue<String> ends = new ConcurrentLinkedQueue<>();

    @Override
    public void register(PluginRegistry registry) {
      registry.add(
          Filter.POINT,
          "recorder",
          None.class,
          (_, _) ->
              new Filter() {
                @Override
                public void onComplete(Exchange exchange, Completion completion) {
                  ends.add(
                      exchange.head().path()
                          + " "
                          + completion.outcome()
                          + completion.problem().map(Problem::code).map(" "::concat).orElse(""));
                }
              });
    }
  }

  @BeforeEach
  void start() throws IOException {
    plugins = Files.createDirectories(folder.resolve("plugins"));
    jar = PluginJar.in(folder).type("Entry", SwapPlugins.ENDLESS).services("p.Entry");
    drop("v1");
    gateway =
        Gateway.start(
            new GatewayOptions(
                new ConfigSource.File(
                    Files.writeString(
                        folder.resolve("gatehouse.yaml"),
                        """
                        plugins: { policy: any, drain: 300ms }
                        filters: [ recorder, endless ]
                        routes: [ { id: all, match: { path: /** }, upstream: "http://127.0.0.1:9" } ]
                        """)),
                folder,
                null,
                plugins,
                folder.resolve("data"),
                0,
                0,
                List.of(PluginSource.ofInstance("recorder", "1", recorder)),
                Map.of(),
                false));
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private void drop(String version) throws IOException {
    Path beside =
        jar.entry("version.txt", version.getBytes(UTF_8)).writeTo(folder.resolve("arriving"));
    Files.move(beside, plugins.resolve("endless-1.jar"), StandardCopyOption.ATOMIC_MOVE);
  }

  /// A client of one answer.
  private final class Client implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader lines;

    Client(String path) throws IOException {
      URI url = URI.create(gateway.dataUrl());
      socket = new Socket(url.getHost(), url.getPort());
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                  .getBytes(ISO_8859_1));
      lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    void awaits(String part) throws IOException {
      String line = lines.readLine();
      while (line != null && !line.contains(part)) {
        line = lines.readLine();
      }
      assertThat(line).as("a line with %s before the end", part).isNotNull();
    }

    String rest() throws IOException {
      return lines.lines().collect(Collectors.joining("\n"));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private void swap() throws IOException {
    drop("v2");
    assertThat(gateway.reload().problems()).isEmpty();
  }

  private void awaitEnd(String end) {
    await().untilAsserted(() -> assertThat(recorder.ends).containsExactly(end));
  }

  private void awaitCollection() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> {
          System.gc();
          assertThat(gateway.generations().retiredLoadersAlive()).isZero();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"/events", "/silent", "/body"})
  void cutsAnAnswerThatWouldHoldAReplacedPluginForEver(String path) throws Exception {
    try (Client old = new Client(path)) {
      old.awaits("v1");
      swap();
      try (Client young = new Client("/events")) {
        young.awaits("v2");

        assertThat(old.rest()).doesNotContain("v2").doesNotEndWith("\n0\n");
        awaitEnd(path + " DRAINED configuration_replaced");
        awaitCollection();
        for (int event = 0; event < 10; event++) {
          young.awaits("v2");
        }
        assertThat(recorder.ends).as("the new one goes on").hasSize(1);
      }
    }
  }

  @Test
  void tellsWhoWaitsForAReplacedPluginThatThereIsNoAnswer() throws Exception {
    try (Client old = new Client("/hook")) {
      await().until(() -> gateway.inFlight() == 1);
      swap();

      old.awaits("503");
      old.awaits("configuration_replaced");
      awaitEnd("/hook DRAINED configuration_replaced");
      awaitCollection();
    }
  }

  @Test
  void cutsNothingThatStillServes() throws Exception {
    try (Client client = new Client("/events")) {
      client.awaits("v1");
      // Refused, so the first one stays.
      Files.writeString(folder.resolve("gatehouse.yaml"), "filters: [ nowhere ]\n");
      assertThat(gateway.reload().ok()).isFalse();

      for (int event = 0; event < 50; event++) {
        client.awaits("v1");
      }
      assertThat(recorder.ends).isEmpty();
    }
    await()
        .untilAsserted(() -> assertThat(recorder.ends).containsExactly("/events CLIENT_CANCELLED"));
  }
}
