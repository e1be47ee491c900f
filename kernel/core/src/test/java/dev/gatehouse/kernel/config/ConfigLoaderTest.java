package dev.gatehouse.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reading a whole file, right or wrong. In the tables `~` is a line break.
class ConfigLoaderTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PORT", "8181", "KEY", "canary-secret", "WORD", "canary-word");

  @TempDir Path base;

  private record Loaded(GatewayConfig config, List<String> problems) {}

  private Loaded load(String yaml) {
    ConfigProblems problems = new ConfigProblems();
    GatewayConfig config =
        ConfigLoader.load(yaml, "f", new References(ENVIRONMENT, base), problems);
    return new Loaded(config, problems.all().stream().map(ConfigProblem::toString).toList());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          server: { prot: 1 }                                        | f:1:17 server.prot: unknown key (did you mean "port"?)
          server: { port: many }                                     | f:1:17 server.port: expected a whole number
          server: { port: 70000 }                                    | f:1:17 server.port: must be at most 65535
          server: { port: -1 }                                       | f:1:17 server.port: must be at least 0
          server: { port: 80.5 }                                     | f:1:17 server.port: expected a whole number
          server: { drain: 30 }                                      | f:1:18 server.drain:
          server: { drain: soon }                                    | f:1:18 server.drain:
          server: { limits: { body: 1MB5 } }                         | f:1:27 server.limits.body:
          server: [ 1 ]                                              | f:1:9 server: expected keys and values, got a list
          server: { allow-anonymous: perhaps }                       | f:1:28 server.allow-anonymous: expected true or false
          server: { admin-host: 0.0.0.0 }                            | server.admin-host: the admin API listens beyond loopback; set server.admin-key
          server:~  port: 1~  port: 2                                | f:3:3
          server: {                                                  | f:1:
          server:~<TAB>port: 1                                       | f:2:1
          providers: { p: { base-url: x } }                          | providers.p.type: is required
          providers: { p: 3 }                                        | f:1:17 providers.p
          models: { m: { targets: [] } }                             | models.m.targets:
          models: { m: { targets: [ { provider: p, model: x } ] } }  | models.m: there is no provider "p"; providers: none
          providers: { open: { type: t } }~models: { m: { targets: [ { provider: opne, model: x } ] } } | there is no provider "opne" (did you mean "open"?)
          providers: { p: { type: t } }~models: { m: { targets: [ { provider: p, model: x, weight: 0 } ] } } | models.m.targets: at least one target needs a weight above 0
          providers: { p: { type: t } }~models: { m: { targets: [ { provider: p, model: x, weight: -1 } ] } } | f:2:60 models.m.targets[0].weight: must be at least 0
          consumers: { c: { keys: [ plain ] } }                      | f:1:27 consumers.c.keys[0]: expected "sha256:"
          filters: { api-key: {} }                                   | f:1:10 filters: expected a list of filters
          filters: [ { api-key: {}, cache: {} } ]                    | f:1:12 filters[0]
          filters: [ { api-key: {}, on-error: never } ]              | f:1:37 filters[0].on-error: "never" is not one of closed, open
          routes: [ { id: a }, { id: a } ]                           | routes.a: two routes have this id
          routes: [ { id: "a b" } ]                                  | f:1:17 routes[0].id:
          routes: [ { match: { path: x } } ]                         | routes[0].match.path:
          routes: [ { id: a, match: { model: nope } } ]              | routes.a.match.model: there is no model "nope"
          server: { port: "${NOT_SET}" }                             | f:1:17 server.port: the environment variable NOT_SET is not set; set it, or write ${NOT_SET:-default}
          server: { host: "${oops" }                                 | a reference is written ${NAME}, ${NAME:-default} or ${file:/path}
          server: { admin-key: "${file:nowhere}" }                   | f:1:22 server.admin-key: the file nowhere cannot be read
          """)
  void tellsWhatIsWrongAndWhere(String yaml, String expected) {
    Loaded loaded = load(yaml.replace("~", "\n").replace("<TAB>", "\t"));

    assertThat(loaded.config()).isNull();
    assertThat(loaded.problems()).anySatisfy(told -> assertThat(told).contains(expected));
  }

  @Test
  void tellsEverythingThatIsWrongAtOnce() {
    Loaded loaded =
        load(
            """
            server: { prot: 1, drain: soon, limits: { boddy: 1KiB } }
            providers: { p: {} }
            models: { m: { targets: 3 } }
            filters: 7
            """);

    assertThat(loaded.problems()).hasSize(6);
    assertThat(loaded.problems()).extracting(told -> told.substring(0, 4)).isSorted();
  }

  @Test
  void readsAnEmptyFileAsDefaults() {
    for (String empty : new String[] {"", "\n# nothing\n", "{}", "---\n"}) {
      Loaded loaded = load(empty);

      assertThat(loaded.problems()).isEmpty();
      assertThat(loaded.config().server().port()).isEqualTo(8080);
      assertThat(loaded.config().server().host()).isEqualTo("127.0.0.1");
      assertThat(loaded.config().server().limits().body().toString()).isEqualTo("64MiB");
    }
  }

  @Test
  void resolvesReferences() throws IOException {
    Files.writeString(base.resolve("key"), "from-file\n");

    GatewayConfig config =
        load("""
        server:
          port: ${PORT}
          admin-port: ${NOT_SET:-9191}
          admin-key: ${file:key}
          data-folder: ${WORD}/data
        """)
            .config();

    assertThat(config.server().port()).isEqualTo(8181);
    assertThat(config.server().adminPort()).isEqualTo(9191);
    assertThat(config.server().adminKey().reveal()).isEqualTo("from-file");
    assertThat(config.server().dataFolder()).isEqualTo("canary-word/data");
  }

  @Test
  void readsASecretAnewAtEachUse() throws IOException {
    Files.writeString(base.resolve("key"), "old");
    GatewayConfig config = load("server: { admin-key: \"${file:key}\" }").config();

    Files.writeString(base.resolve("key"), "new");

    assertThat(config.server().adminKey().reveal()).isEqualTo("new");
  }

  @Test
  void printsNoSecret() {
    String yaml =
        "server: { admin-key: \"${KEY}\", prot: \"${KEY}\", port: \"${WORD}\" }\nproviders: { p: { type: t, api-key: canary-plain } }\n";
    Loaded wrong = load(yaml);
    Loaded right = load("server: { admin-key: \"${KEY}\" }\nconsumers: { c: { keys: [] } }");

    assertThat(wrong.problems().toString()).doesNotContain("canary");
    assertThat(right.config().toString()).doesNotContain("canary-secret");
    assertThat(EffectiveConfig.masked(right.config()).toString()).doesNotContain("canary-secret");
  }

  @Test
  void warnsOfARouteThatCanNeverMatch() {
    Loaded loaded =
        load(
            """
            routes:
              - { id: all, match: { path: "/x/**" }, upstream: http://127.0.0.1:1 }
              - { id: some, match: { path: "/x/y" }, upstream: http://127.0.0.1:2 }
              - { id: other, match: { path: "/z" }, upstream: http://127.0.0.1:3 }
            """);

    assertThat(loaded.config()).isNotNull();
    assertThat(loaded.problems())
        .singleElement()
        .asString()
        .contains("f:3:5 warning: routes.some: can never match: route all before it");
  }

  @Test
  void hasTheSameHashForTheSameMeaningOnly() {
    String one = load("server: { port: 1, drain: 5s }").config().hash();
    String same = load("# other form\nserver:\n  drain: 5s\n  port: 1\n").config().hash();
    String other = load("server: { port: 2, drain: 5s }").config().hash();

    assertThat(same).isEqualTo(one);
    assertThat(other).isNotEqualTo(one);
  }
}
