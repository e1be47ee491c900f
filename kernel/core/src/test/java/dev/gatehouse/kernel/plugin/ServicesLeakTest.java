package dev.gatehouse.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Plugins that close nothing of what the kernel gave them: their classes go all the same.
class ServicesLeakTest {
  @TempDir Path folder;
  private HostFixture host;

  @BeforeEach
  void start() {
    host = new HostFixture(folder);
  }

  @AfterEach
  void close() {
    host.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gauge       | context.meter().gaugeBuilder("g").buildWithCallback(m -> m.record(mine()));
          counter     | context.meter().counterBuilder("c").ofDoubles().buildWithCallback(m -> m.record(mine()));
          schedule    | AutoCloseable _ = context.schedule(java.time.Duration.ofMillis(5), () -> mine());
          waiting     | var _ = context.executor().submit(() -> { mine(); Thread.sleep(600_000); return null; });
          computing   | var _ = context.cpuExecutor().submit(() -> { while (!Thread.interrupted()) { mine(); } return null; });
          mapper      | context.json().valueToTree(new Config("x"));
          store       | context.keyValueStore("s").put("k", new byte[] {(byte) mine()}, java.time.Duration.ofHours(1));
          cache       | context.cache("c").put("k", new byte[] {(byte) mine()}, java.time.Duration.ofHours(1));
          quota       | context.quota().reserve("k", mine(), 100, java.time.Duration.ofHours(1));
          client      | context.httpClient().connectTimeout().orElseThrow(() -> new IllegalStateException("no limit " + mine()));
          """)
  void whatAPluginLeavesOpenKeepsNothingOfIt(String what, String use) throws IOException {
    for (int i = 0; i < 5; i++) {
      host.drop("mine-1.jar", host.jar().plugin("one", USES.formatted(use, i)));
      host.configure("filters: [ one ]\nserver: { port: " + (1001 + i) + " }");
      host.reloadsWell();
      assertThat(host.holder.plugins()).hasSize(1);
    }
    Files.delete(host.plugins.resolve("mine-1.jar"));
    host.configure("{}");
    host.reloadsWell();

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          System.gc();
          return host.holder.retiredLoadersAlive() == 0;
        });
  }

  private static final String USES =
      """
      static int mine() { return 1; }
      @Override public void start(PluginContext context) {
        %s
      }
      static Filter make(Config config, ExtensionContext context) { return new Filter() {}; }
      static int version = %d;
      """;
}
