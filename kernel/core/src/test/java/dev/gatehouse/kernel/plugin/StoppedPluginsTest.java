package dev.gatehouse.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What operators are told of plugins that were replaced and are not gone yet.
class StoppedPluginsTest {
  private static final String LEAKS =
      """
      static Thread leaker;
      @Override public void start(PluginContext context) {
        leaker = Thread.ofPlatform().name("leaker").daemon().start(() -> {
          try {
            Thread.sleep(600_000);
          } catch (InterruptedException e) {
            return;
          }
        });
      }
      """
          + PluginJar.PLAIN_FILTER;

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

  private void use(String fields, int... versions) throws IOException {
    for (int version : versions) {
      Files.deleteIfExists(host.plugins.resolve("mine-1." + (version - 1) + ".jar"));
      String differs = " static int version = " + version + ";";
      host.drop("mine-1." + version + ".jar", host.jar().plugin("one", fields + differs));
      host.configure("filters: [ one ]");
      host.reloadsWell();
    }
  }

  private static void endLeakers() {
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("leaker"))
        .forEach(Thread::interrupt);
  }

  private void awaitCollection() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          System.gc();
          return host.holder.retiredLoadersAlive() == 0;
        });
  }

  private List<PluginStatus> inState(String state) {
    return host.holder.plugins().stream().filter(plugin -> plugin.state().equals(state)).toList();
  }

  @Test
  void tellsWhoseThreadKeepsStoppedVersionsInMemoryHowManyAndSinceWhen() throws IOException {
    Instant before = Instant.now();
    use(LEAKS, 0, 1, 2);
    System.gc();

    assertThat(host.holder.retiredLoadersAlive()).isEqualTo(2);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> inState("stopped"), told -> told.toString().contains("2 stopped loads"));
    assertThat(inState("stopped"))
        .singleElement()
        .satisfies(plugin -> {
          assertThat(plugin.id()).isEqualTo("mine");
          assertThat(plugin.version()).isEqualTo("1.0, 1.1");
          assertThat(plugin.since()).isBetween(before, Instant.now());
          assertThat(plugin.reason())
              .contains("2 stopped loads of it are still in memory, the oldest since ")
              .contains("Threads that the plugin began and did not end keep them: leaker.");
        });
    assertThat(inState("active")).extracting(PluginStatus::version).containsExactly("1.2");

    endLeakers();
    awaitCollection();
    assertThat(inState("stopped")).isEmpty();
  }

  @Test
  void saysNothingOfThoseThatWaitForTheGarbageCollector() throws IOException {
    use(PluginJar.PLAIN_FILTER, 0, 1);

    assertThat(host.holder.plugins()).extracting(PluginStatus::state).containsExactly("active");
    awaitCollection();
  }

  @Test
  void tellsWhatStaysForLongThoughNoThreadIsKnownToKeepIt() {
    Instant stopped = Instant.parse("2026-01-01T00:00:00Z");
    var loaders = List.of(new RetiredLoaders.Alive("mine", "1", stopped, List.of()));

    assertThat(StoppedPlugins.inMemory(loaders, stopped.plusSeconds(60))).isEmpty();
    assertThat(StoppedPlugins.inMemory(loaders, stopped.plusSeconds(61)))
        .singleElement()
        .extracting(PluginStatus::reason)
        .asString()
        .startsWith(
            "Stopped at 2026-01-01T00:00:00Z, but its classes are still in memory. The next full");
  }

  @Test
  void tellsThatExchangesGoOnWithAReplacedVersionAndUntilWhen() throws IOException {
    use(PluginJar.PLAIN_FILTER, 0);
    Generation held = host.holder.acquire();
    use(PluginJar.PLAIN_FILTER, 1);

    assertThat(host.holder.generationsInUse()).isEqualTo(2);
    assertThat(inState("draining"))
        .singleElement()
        .satisfies(plugin -> {
          assertThat(plugin.version()).isEqualTo("1.0");
          assertThat(plugin.reason()).contains("they are cut at " + held.retirement().over());
          assertThat(held.retirement().over())
              .isEqualTo(plugin.since().plus(Duration.ofMinutes(10)));
        });

    held.release();
    assertThat(host.holder.generationsInUse()).isEqualTo(1);
    assertThat(inState("draining")).isEmpty();
  }
}
