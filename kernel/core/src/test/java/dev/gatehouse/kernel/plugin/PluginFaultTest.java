package dev.gatehouse.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Plugins that throw what they should not, where they should not. Another plugin serves all the
/// while.
class PluginFaultTest {
  private static final String SNEAKY =
      "@SuppressWarnings(\"unchecked\") static <T extends Throwable> RuntimeException sneaky(Throwable t) throws T { throw (T) t; } ";

  @TempDir Path folder;
  private HostFixture host;

  @BeforeEach
  void serveAWellBehavedPlugin() throws IOException {
    host = new HostFixture(folder);
    host.drop("good-1.jar", host.jar().plugin("good", PluginJar.PLAIN_FILTER));
    host.configure("filters: [ { good: {} } ]");
    host.reloadsWell();
  }

  @AfterEach
  void close() {
    host.close();
  }

  private void assertUndisturbed() {
    assertThat(host.status("good").state()).isEqualTo("active");
    assertThat(host.status("good").instances()).hasSize(1);
    Generation generation = host.holder.acquire();
    assertThat(generation.instances()).hasSize(1);
    generation.release();
  }

  private static String thrown(String what) {
    return "if (true) throw "
        + (what.contains("Exception(\"checked") ? "sneaky(" + what + ")" : what)
        + ";";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new IllegalStateException(\"no luck\")",
        "new AssertionError(\"no luck\")",
        "new NoClassDefFoundError(\"no luck\")",
        "new StackOverflowError(\"no luck\")",
        "new Exception(\"checked, no luck\")"
      })
  void refusesAPluginThatThrowsInItsConstructorRegisterOrStart(String what) throws IOException {
    String body =
        " public Entry() { %s } @Override public void register(PluginRegistry r) { %s } @Override public void start(PluginContext c) { %s } ";
    for (int place = 0; place < 3; place++) {
      String code =
          body.formatted(
              place == 0 ? thrown(what) : "",
              place == 1 ? thrown(what) : "",
              place == 2 ? thrown(what) : "");
      host.drop(
          "bad-" + place + ".jar",
          host.jar()
              .type(
                  "Entry",
                  "public final class Entry implements GatewayPlugin { " + SNEAKY + code + "}")
              .services("p.Entry"));

      host.refuses("bad", "no luck");
      assertUndisturbed();
      Files.delete(host.plugins.resolve("bad-" + place + ".jar"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new IllegalArgumentException(\"no luck\")",
        "new AssertionError(\"no luck\")",
        "new StackOverflowError(\"no luck\")",
        "new Exception(\"checked, no luck\")"
      })
  void keepsWhatServesWhenAFactoryThrows(String what) throws IOException {
    host.drop(
        "bad-1.jar",
        host.jar()
            .plugin(
                "bad",
                SNEAKY
                    + "static Filter make(Config config, ExtensionContext context) { "
                    + thrown(what)
                    + " return null; }"));
    host.configure("filters:\n  - good: {}\n  - bad: {}\n");

    assertThat(host.reload())
        .singleElement()
        .asString()
        .contains("gatehouse.yaml:3:10 filters[1].bad")
        .contains("no luck");
    assertUndisturbed();
  }

  @Test
  void tellsWhoeverMissesAnExtensionWhyItsPluginIsNotUsed() throws IOException {
    host.drop(
        "bad-1.jar",
        host.jar()
            .type(
                "Entry",
                "public final class Entry implements GatewayPlugin {"
                    + " @Override public void register(PluginRegistry r) {}"
                    + " @Override public void start(PluginContext c) { throw new IllegalStateException(\"no licence\"); } }")
            .services("p.Entry"));
    host.configure("filters: [ { good: {} }, { bad: {} } ]");

    assertThat(host.reload())
        .singleElement()
        .asString()
        .contains("there is no filter \"bad\"")
        .contains("; plugin bad 1 is not used (failed): start() failed: ")
        .contains("no licence");
    assertUndisturbed();
  }

  private PluginJar withRecord(String record, String fieldsAndMethods) {
    return host.jar()
        .type(
            "Entry",
            """
            public final class Entry implements GatewayPlugin {
              %s
              @Override public void register(PluginRegistry registry) {
                registry.add(Filter.POINT, "bad", Config.class, (config, context) -> make(config));
              }
              %s
            }
            """
                .formatted(record, fieldsAndMethods))
        .services("p.Entry");
  }

  private static final String MAKE =
      "static Filter make(Config config) { return new Filter() {}; }";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "public record Config(java.time.LocalDate day) {}",
        "public record Config(@Option(description = \"d\", defaultValue = \"x\") Object any) {}",
        "public record Config(java.util.List<java.util.Set<String>> sets) {}",
        "public record Config(java.util.List<? extends String> some) {}",
        "public record Config(String[] array) {}",
        "public record Inner(char letter) {} public record Config(java.util.Map<String, Inner> inners) {}",
        "public record Config(java.util.List<Config> selves) {}",
        "public record Config(java.util.Map<Integer, String> numbers) {}",
        "@SuppressWarnings(\"rawtypes\") public record Config(java.util.List raw) {}"
      })
  void refusesAPluginWithAConfigurationOfATypeThatNobodyCanWrite(String record) throws IOException {
    host.drop("bad-1.jar", withRecord(record, MAKE));

    host.refuses("bad", "Config");
    assertThat(host.status("bad").reason()).contains("register() failed");
    assertUndisturbed();
  }

  @Test
  void refusesAPluginWithADefaultThatItsOwnTypeRefuses() throws IOException {
    host.drop(
        "bad-1.jar",
        withRecord(
            "public record Config(@Option(description = \"d\", defaultValue = \"many\") int count) {}",
            MAKE));

    host.refuses("bad", "count");
    assertUndisturbed();
  }

  @Test
  void tellsOfAConfigurationRecordThatFails() throws IOException {
    host.drop(
        "bad-1.jar",
        withRecord(
            "public record Config(@Option(description = \"d\") String a) { public Config { java.util.Objects.requireNonNull(a.isEmpty() ? a : null); } }",
            MAKE));
    host.configure("filters:\n  - good: {}\n  - bad: { a: x }\n");

    assertThat(host.reload())
        .singleElement()
        .asString()
        .contains("gatehouse.yaml:3:10 filters[1].bad");
    assertUndisturbed();
  }

  @Test
  void tellsOfAFactoryThatReturnsNothing() throws IOException {
    host.drop(
        "bad-1.jar",
        host.jar()
            .plugin("bad", "static Filter make(Config c, ExtensionContext x) { return null; }"));
    host.configure("filters:\n  - good: {}\n  - bad: {}\n");

    assertThat(host.reload()).singleElement().asString().contains("its factory returned nothing");
    assertUndisturbed();
  }

  @Test
  void goesOnWhenAPluginThrowsInCloseAndStop() throws IOException {
    host.drop(
        "bad-1.jar",
        host.jar()
            .plugin(
                "bad",
                """
                @Override public void stop() { throw new AssertionError("no stop"); }
                static Filter make(Config config, ExtensionContext context) {
                  return new Filter() { @Override public void close() { throw new StackOverflowError("no close"); } };
                }
                """));
    host.configure("filters: [ { good: {} }, { bad: {} } ]");
    host.reloadsWell();
    assertThat(host.status("bad").state()).isEqualTo("active");

    host.configure("filters: [ { good: {} } ]");
    Files.delete(host.plugins.resolve("bad-1.jar"));

    host.reloadsWell();
    assertThat(host.status("bad")).isNull();
    assertUndisturbed();
  }
}
