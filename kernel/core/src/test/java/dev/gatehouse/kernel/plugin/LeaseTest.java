package dev.gatehouse.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.sdk.filter.Filter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plugins that come, change and go while exchanges hold generations that use them.
class LeaseTest {
  /// Writes a line to the log of the test for each thing that happens to it.
  private static final String LOGGING =
      """
      static void log(String word) {
        try {
          java.nio.file.Files.writeString(java.nio.file.Path.of("%s"), word + "-%s ", java.nio.file.StandardOpenOption.APPEND);
        } catch (java.io.IOException e) { throw new java.io.UncheckedIOException(e); }
      }
      @Override public void start(PluginContext context) { log("start"); }
      @Override public void stop() { log("stop"); }
      static Filter make(Config config, ExtensionContext context) {
        log("make");
        return new Filter() { @Override public void close() { log("close"); } };
      }
      """;

  @TempDir Path folder;
  private HostFixture host;
  private Path log;

  @BeforeEach
  void start() throws IOException {
    host = new HostFixture(folder);
    log = Files.writeString(folder.resolve("log"), "");
  }

  @AfterEach
  void close() {
    host.close();
  }

  private PluginJar logging(String version) {
    return host.jar().plugin("one", LOGGING.formatted(log, version));
  }

  private void assertLogged(String text) throws IOException {
    assertThat(Files.readString(log).strip()).isEqualTo(text);
  }

  private static void use(Generation generation) {
    Object filter = generation.filters(generation.config().routes().getFirst()).getFirst().it();
    assertThat(filter).isInstanceOf(Filter.class);
  }

  private void awaitNoRetiredLoader() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          System.gc();
          return host.holder.retiredLoadersAlive() == 0;
        });
  }

  @Test
  void aReplacedPluginStopsWhenItsLastExchangeEnds() throws IOException {
    host.drop("mine-1.jar", logging("v1"));
    host.configure("filters: [ one ]");
    host.reloadsWell();
    Generation first = host.holder.acquire();
    Generation second = host.holder.acquire();

    host.drop("mine-1.jar", logging("v2"));
    host.reloadsWell();

    assertLogged("start-v1 make-v1 start-v2 make-v2");
    use(first);
    first.release();
    assertLogged("start-v1 make-v1 start-v2 make-v2");
    use(second);
    second.release();
    assertLogged("start-v1 make-v1 start-v2 make-v2 close-v1 stop-v1");
  }

  @Test
  void aRemovedPluginStopsWhenItsLastExchangeEnds() throws IOException {
    host.drop("mine-1.jar", logging("v1"));
    host.configure("filters: [ one ]");
    host.reloadsWell();
    Generation old = host.holder.acquire();

    host.configure("{}");
    Files.delete(host.plugins.resolve("mine-1.jar"));
    host.reloadsWell();

    assertThat(host.status("mine")).extracting(PluginStatus::state).isEqualTo("draining");
    assertLogged("start-v1 make-v1");
    use(old);
    old.release();
    assertLogged("start-v1 make-v1 close-v1 stop-v1");
    assertThat(host.status("mine")).isNull();
  }

  @Test
  void aPluginInUseThatIsRemovedKeepsServingAndIsToldOf() throws IOException {
    host.drop("mine-1.jar", logging("v1"));
    host.configure("filters: [ one ]");
    host.reloadsWell();

    Files.delete(host.plugins.resolve("mine-1.jar"));

    assertThat(host.reload()).singleElement().asString().contains("there is no filter \"one\"");
    assertThat(host.status("mine").state()).isEqualTo("active");
    Generation generation = host.holder.acquire();
    use(generation);
    generation.release();
    assertLogged("start-v1 make-v1");
  }

  @Test
  void aRefusedReloadStopsWhatItStarted() throws IOException {
    host.drop("mine-1.jar", logging("v1"));
    host.configure("filters: [ one ]");
    host.reloadsWell();

    host.drop("mine-1.jar", logging("v2"));
    host.configure("filters: [ one, two ]");

    assertThat(host.reload()).singleElement().asString().contains("there is no filter \"two\"");
    assertLogged("start-v1 make-v1 start-v2 make-v2 close-v2 stop-v2");
  }

  @Test
  void classesOfStoppedPluginsAreCollected() throws IOException {
    host.configure("filters: [ one ]");
    for (int version = 1; version <= 3; version++) {
      host.drop("mine-1.jar", logging("v" + version));
      host.reloadsWell();
    }
    host.drop(
        "bad-1.jar",
        host.jar()
            .plugin(
                "bad",
                PluginJar.PLAIN_FILTER
                    + "@Override public void start(PluginContext c) { throw new IllegalStateException(\"no start\") {}; }"));
    host.refuses("bad", "no start");

    assertLogged(
        "start-v1 make-v1 start-v2 make-v2 close-v1 stop-v1 start-v3 make-v3 close-v2 stop-v2");
    awaitNoRetiredLoader();
  }

  @Test
  void everyExchangeSeesOneWholeGenerationHoweverOftenItChanges() throws Exception {
    host.drop("mine-1.jar", logging("v1"));
    host.configure("filters: [ one ]");
    host.reloadsWell();
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            callers.submit(() -> {
              long exchanges = 0;
              while (!done.get() || exchanges == 0) {
                Generation generation = host.holder.acquire();
                use(generation);
                assertThat(generation.linked(Long.class)).isEqualTo(generation.number());
                assertThat(generation.instances().getFirst().users()).isPositive();
                generation.release();
                exchanges++;
                Thread.yield();
              }
              return exchanges;
            }));
      }
      for (int i = 0; i < 10; i++) {
        host.configure("filters: [ { one: { text: t" + i + " } } ]");
        host.reloadsWell();
      }
      done.set(true);
      for (Future<Long> each : all) {
        assertThat(each.get()).isPositive();
      }
    }

    assertThat(Files.readString(log).split("make")).hasSize(12);
    assertThat(Files.readString(log).split("close")).hasSize(11);
  }
}
