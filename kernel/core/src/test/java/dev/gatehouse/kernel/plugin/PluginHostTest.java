package dev.gatehouse.kernel.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.config.ConfigProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plugin files, from the folder to the generation that uses them, and out again.
class PluginHostTest {
  @TempDir Path folder;
  private Path plugins;
  private Path file;
  private GenerationHolder holder;

  @BeforeEach
  void make() throws IOException {
    plugins = Files.createDirectories(folder.resolve("plugins"));
    file = Files.writeString(folder.resolve("gatehouse.yaml"), "{}\n");
    holder =
        new GenerationHolder(
            new GenerationHolder.Options(
                new ConfigSource.File(file),
                folder,
                List.of(plugins),
                List.of(),
                folder.resolve("data"),
                Map.of(),
                Clock.systemUTC()),
            (generation, problems) -> generation.number(),
            new dev.gatehouse.kernel.pipeline.ContentReaders(List::of));
  }

  @AfterEach
  void close() {
    holder.close();
  }

  private PluginJar jar() {
    return PluginJar.in(folder);
  }

  private void configure(String yaml) throws IOException {
    Files.writeString(file, yaml);
  }

  private PluginStatus status(String id) {
    return holder.plugins().stream()
        .filter(plugin -> plugin.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  private List<String> reload() {
    return holder.reload().problems().stream().map(ConfigProblem::toString).toList();
  }

  @Test
  void loadsAJarNamedAfterIdAndVersion() throws IOException {
    jar().plugin("one", PluginJar.PLAIN_FILTER).writeTo(plugins.resolve("mine-1.2.jar"));
    configure("filters: [ { one: { text: hello } } ]");

    assertThat(reload()).isEmpty();
    assertThat(status("mine").state()).isEqualTo("active");
    assertThat(status("mine").version()).isEqualTo("1.2");
    assertThat(status("mine").extensions()).extracting("name").containsExactly("one");
    assertThat(status("mine").instances()).hasSize(1);
  }

  @Test
  void believesTheManifestMoreThanTheName() throws IOException {
    jar()
        .plugin("one", PluginJar.PLAIN_FILTER)
        .manifest("Gatehouse-Plugin-Id", "real")
        .manifest("Gatehouse-Plugin-Version", "7")
        .writeTo(plugins.resolve("other-1.2.jar"));

    assertThat(reload()).isEmpty();
    assertThat(status("real").version()).isEqualTo("7");
  }

  private void assertRefused(String id, String reason) {
    assertThat(reload()).as("a bad plugin is no problem of the configuration").isEmpty();
    assertThat(status(id)).isNotNull();
    assertThat(status(id).state()).isEqualTo("failed");
    assertThat(status(id).reason()).contains(reason);
  }

  @Test
  void refusesWhatIsNoJar() throws IOException {
    Files.writeString(plugins.resolve("bad-1.jar"), "text");

    assertRefused("bad-1.jar", "");
  }

  @Test
  void refusesAJarWithoutAnEntryPoint() throws IOException {
    jar().entry("x", new byte[1]).writeTo(plugins.resolve("bad-1.jar"));

    assertRefused("bad", PluginJar.SERVICE);
  }

  @Test
  void refusesAJarWithTwoEntryPoints() throws IOException {
    jar()
        .plugin("one", PluginJar.PLAIN_FILTER)
        .type(
            "Other",
            "public final class Other implements GatewayPlugin { @Override public void register(PluginRegistry r) {} }")
        .services("p.Entry\np.Other\n")
        .writeTo(plugins.resolve("bad-1.jar"));

    assertRefused("bad", "it names 2 entry points; a plugin has one");
  }

  @Test
  void refusesAnEntryPointThatIsNotThere() throws IOException {
    jar().services("p.Nowhere").writeTo(plugins.resolve("bad-1.jar"));

    assertRefused("bad", "p.Nowhere");
  }

  @Test
  void refusesAJarForAnotherSdk() throws IOException {
    jar()
        .plugin("one", PluginJar.PLAIN_FILTER)
        .manifest("Gatehouse-Sdk", "[7,8)")
        .writeTo(plugins.resolve("bad-1.jar"));

    assertRefused("bad", "[7,8)");
  }

  @Test
  void refusesAPluginThatThrowsInRegister() throws IOException {
    jar()
        .type(
            "Entry",
            "public final class Entry implements GatewayPlugin { @Override public void register(PluginRegistry r) { throw new IllegalStateException(\"no luck\"); } }")
        .services("p.Entry")
        .writeTo(plugins.resolve("bad-1.jar"));

    assertRefused("bad", "no luck");
  }

  @Test
  void refusesAPluginThatThrowsInStart() throws IOException {
    jar()
        .plugin(
            "one",
            PluginJar.PLAIN_FILTER
                + "@Override public void start(PluginContext context) { throw new IllegalStateException(\"no start\"); }")
        .writeTo(plugins.resolve("bad-1.jar"));

    assertRefused("bad", "no start");
  }

  @Test
  void tellsAFactoryThatThrowsAsAProblemOfTheConfiguration() throws IOException {
    jar()
        .plugin(
            "one",
            "static Filter make(Config config, ExtensionContext context) { throw new IllegalArgumentException(\"text: too dull\"); }")
        .writeTo(plugins.resolve("mine-1.jar"));
    assertThat(reload()).isEmpty();
    configure("filters:\n  - one: { text: dull }\n");

    assertThat(reload())
        .singleElement()
        .asString()
        .contains("gatehouse.yaml:2:10 filters[0].one")
        .contains("too dull");
  }

  @Test
  void hidesTheGatewaysClassesAndSaysWhatToDo() throws IOException {
    jar()
        .plugin(
            "one",
            """
            static Filter make(Config config, ExtensionContext context) throws Exception {
              Class.forName("dev.gatehouse.kernel.config.Binder");
              return new Filter() {};
            }
            """)
        .writeTo(plugins.resolve("mine-1.jar"));
    configure("filters: [ { one: {} } ]");

    assertThat(reload())
        .singleElement()
        .asString()
        .contains("not part of the plugin SDK; add its library to plugin mine");
  }

  @Test
  void loadsTwoVersionsOfALibrarySideBySide() throws IOException {
    for (int version = 1; version <= 2; version++) {
      byte[] library =
          jar()
              .type(
                  "Library",
                  "public final class Library { public static String version() { return \"v"
                      + version
                      + "\"; } }")
              .bytes();
      Path compiled = Files.write(folder.resolve("library-" + version + ".jar"), library);
      byte[] plugin =
          PluginJar.in(folder)
              .type(
                  "Entry",
                  """
                  public final class Entry implements GatewayPlugin {
                    public record Config(@Option(description = "A text.") String text) {}
                    @Override public void register(PluginRegistry registry) {
                      registry.add(Filter.POINT, "uses-%1$d", Config.class, (config, context) -> {
                        if (!Library.version().equals(config.text())) {
                          throw new IllegalArgumentException("saw " + Library.version());
                        }
                        return new Filter() {};
                      });
                    }
                  }
                  """
                      .formatted(version),
                  compiled.toString())
              .services("p.Entry")
              .bytes();
      zip(
          plugins.resolve("user" + version + "-1.zip"),
          Map.of("user.jar", plugin, "lib/library.jar", library));
    }
    configure("filters: [ { uses-1: { text: v1 } }, { uses-2: { text: v2 } } ]");

    assertThat(reload()).isEmpty();
  }

  private static void zip(Path file, Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    Files.write(file, bytes.toByteArray());
  }

  @Test
  void refusesAZipThatWouldWriteElsewhere() throws IOException {
    byte[] plugin = jar().plugin("one", PluginJar.PLAIN_FILTER).bytes();
    zip(
        plugins.resolve("bad-1.zip"),
        Map.of("bad.jar", plugin, "lib/../../../escaped.jar", plugin));

    assertThat(reload()).isEmpty();
    assertThat(holder.plugins()).singleElement().extracting("state").isEqualTo("failed");
    try (var all = Files.walk(folder)) {
      assertThat(all.filter(path -> path.toString().contains("escaped"))).isEmpty();
    }
  }

  @Test
  void takesTheNewestVersionOfAPlugin() throws IOException {
    for (String version : List.of("1.9", "1.10", "1.2")) {
      jar()
          .plugin("one", PluginJar.PLAIN_FILTER)
          .writeTo(plugins.resolve("mine-" + version + ".jar"));
    }

    assertThat(reload()).isEmpty();
    assertThat(holder.plugins())
        .filteredOn(plugin -> plugin.state().equals("active"))
        .extracting("version")
        .containsExactly("1.10");
  }

  @Test
  void keepsAnOldGenerationWholeUntilItsLastExchangeEnds() throws IOException {
    Path jar = plugins.resolve("mine-1.jar");
    jar().plugin("one", PluginJar.PLAIN_FILTER).writeTo(jar);
    configure("filters: [ { one: {} } ]");
    assertThat(reload()).isEmpty();
    Generation old = holder.acquire();

    jar().plugin("one", PluginJar.PLAIN_FILTER + " static int other = 1;").writeTo(jar);
    assertThat(reload()).isEmpty();
    Generation now = holder.acquire();

    assertThat(now.number()).isGreaterThan(old.number());
    assertThat(now.plugins().getFirst()).isNotSameAs(old.plugins().getFirst());
    old.release();
    now.release();
    // Nothing of the test may hold what is to be collected.
    old = null;
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          System.gc();
          return holder.retiredLoadersAlive() == 0;
        });
  }

  @Test
  void carriesOverWhatDidNotChange() throws IOException {
    jar().plugin("one", PluginJar.PLAIN_FILTER).writeTo(plugins.resolve("mine-1.jar"));
    configure("filters: [ { one: { text: a } } ]");
    assertThat(reload()).isEmpty();
    Generation old = holder.acquire();

    configure("filters: [ { one: { text: a } }, { one: { text: b } } ]");
    assertThat(reload()).isEmpty();
    Generation now = holder.acquire();

    assertThat(now.plugins().getFirst()).isSameAs(old.plugins().getFirst());
    assertThat(now.instances()).hasSize(2).contains(old.instances().getFirst());
    old.release();
    now.release();
  }

  @Test
  void keepsTheRunningGenerationWhenAChangeIsWrong() throws IOException {
    jar().plugin("one", PluginJar.PLAIN_FILTER).writeTo(plugins.resolve("mine-1.jar"));
    configure("filters: [ { one: {} } ]");
    assertThat(reload()).isEmpty();
    Generation before = holder.acquire();

    configure("filters: [ { on: {} } ]");

    assertThat(reload())
        .singleElement()
        .asString()
        .contains("there is no filter \"on\" (did you mean \"one\"?)");
    Generation after = holder.acquire();
    assertThat(after).isSameAs(before);
    before.release();
    after.release();
  }

  @Test
  void seesChangesOfFileAndFolderByItself() throws IOException {
    assertThat(reload()).isEmpty();
    holder.watch(Duration.ofMillis(20));

    jar().plugin("one", PluginJar.PLAIN_FILTER).writeTo(plugins.resolve("mine-1.jar"));
    Awaitility.await().until(() -> status("mine") != null);
    configure("filters: [ { one: {} } ]");
    Awaitility.await().until(() -> status("mine").instances().size() == 1);
    configure("{}");
    Awaitility.await().until(() -> status("mine").instances().isEmpty());
    Files.delete(plugins.resolve("mine-1.jar"));
    Awaitility.await().until(() -> status("mine") == null);
  }

  @Test
  void stopsWhatItStarted() throws IOException {
    Path log = folder.resolve("log");
    Files.write(log, new byte[0]);
    jar()
        .plugin(
            "one",
            """
            static void log(String word) {
              try {
                java.nio.file.Files.writeString(java.nio.file.Path.of("%s"), word + " ", java.nio.file.StandardOpenOption.APPEND);
              } catch (java.io.IOException e) { throw new java.io.UncheckedIOException(e); }
            }
            @Override public void start(PluginContext context) { log("start"); }
            @Override public void stop() { log("stop"); }
            static Filter make(Config config, ExtensionContext context) {
              log("make");
              return new Filter() { @Override public void close() { log("close"); } };
            }
            """
                .formatted(log))
        .writeTo(plugins.resolve("mine-1.jar"));
    configure("filters: [ { one: {} } ]");
    assertThat(reload()).isEmpty();

    holder.close();

    assertThat(Files.readString(log, UTF_8)).isEqualTo("start make close stop ");
  }
}
