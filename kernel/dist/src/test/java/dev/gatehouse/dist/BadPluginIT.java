package dev.gatehouse.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.dist.PackagedGateway.Arrived;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Files that are no plugins, and a plugin that throws wherever it is called: each is told, and
/// harms nothing but what asked for it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadPluginIT {
  private static final String THROWER =
      """
      package thrower;
      import dev.gatehouse.sdk.*;
      import dev.gatehouse.sdk.exchange.*;
      import dev.gatehouse.sdk.filter.*;
      import dev.gatehouse.sdk.plugin.*;
      import dev.gatehouse.sdk.route.*;
      import dev.gatehouse.sdk.stream.*;
      import java.util.List;
      public final class Thrower implements GatewayPlugin {
        public record Config(
            @Option(description = "Where it throws.") String where,
            @Option(description = "Whether it throws an error.", defaultValue = "false") boolean error) {}
        @Override public void register(PluginRegistry registry) {
          registry.add(Filter.POINT, "thrower", Config.class, (config, context) -> new Throwing(config.where(), config.error()));
          registry.add(Router.POINT, "thrower-router", None.class, (config, context) -> new Lost());
        }
        public record None() {}
        record Lost() implements Router {
          @Override public List<Target> route(Exchange exchange, List<Target> candidates, Routing routing) {
            throw new AssertionError("canary-of-the-plugin");
          }
        }
        record Throwing(String where, boolean error) implements Filter {
          void check(String here) {
            if (where.equals(here)) {
              if (error) { throw new AssertionError("canary-of-the-plugin"); }
              throw new IllegalStateException("canary-of-the-plugin");
            }
          }
          @Override public Decision onRequest(Exchange exchange) { check("request"); return Decision.next(); }
          @Override public void onResponse(Exchange exchange, Answer answer) { check("response"); }
          @Override public StreamTransform onStream(Exchange exchange, Answer head) {
            check("stream");
            return new StreamTransform() {
              @Override public void onEvent(StreamEvent event, StreamSink out) throws java.io.IOException {
                check("event");
                out.emit(event);
              }
              @Override public void onEnd(StreamSink out) { check("end"); }
            };
          }
          @Override public void onComplete(Exchange exchange, Completion completion) { check("complete"); }
        }
      }
      """;
  private static final String BEGINNER =
      """
      package beginner;
      import dev.gatehouse.sdk.filter.*;
      import dev.gatehouse.sdk.plugin.*;
      public final class Beginner implements GatewayPlugin {
        public record Config() {}
        static void check(String here) {
          if (here.equals("PLACE")) { throw new AssertionError("no " + here + " today"); }
        }
        public Beginner() { check("constructor"); }
        @Override public void register(PluginRegistry registry) {
          check("register");
          registry.add(Filter.POINT, "beginner-PLACE", Config.class, (config, context) -> {
            check("factory");
            return new Filter() {
              @Override public void close() { check("close"); }
            };
          });
        }
        @Override public void start(PluginContext context) { check("start"); }
        @Override public void stop() { check("stop"); }
      }
      """;
  private static final String[] PLACES = {
    "request", "response", "stream", "event", "end", "complete"
  };

  @TempDir static Path folder;
  private PackagedGateway gateway;

  @BeforeAll
  void start() throws Exception {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    PluginJar.build(
        folder.resolve("thrower"), "thrower.Thrower", THROWER, plugins.resolve("thrower-1.0.jar"));
    StringBuilder yaml =
        new StringBuilder(
            """
            providers:
              local: { type: simulated, time-to-first-token: 1ms, tokens-per-second: 5000, answer-tokens: 5 }
            models:
              chat: { targets: [ { provider: local, model: fast } ] }
              routed: { router: thrower-router, targets: [ { provider: local, model: fast } ] }
            routes:
            """);
    for (String place : PLACES) {
      for (String mode : List.of("open", "closed")) {
        yaml.append(
            "  - { id: %1$s-%2$s, match: { headers: { x-route: %1$s-%2$s } }, filters: [ { thrower: { where: %1$s }, on-error: %2$s } ] }\n"
                .formatted(place, mode));
      }
      yaml.append(
          "  - { id: %1$s-error, match: { headers: { x-route: %1$s-error } }, filters: [ { thrower: { where: %1$s, error: true } } ] }\n"
              .formatted(place));
    }
    yaml.append("  - { id: rest, match: { path: \"/v1/**\" } }\n");
    // What is dropped in here is meant to be looked at, not to be kept out.
    yaml.append("plugins: { policy: any }\n");
    gateway = PackagedGateway.start(folder, yaml.toString());
  }

  @AfterAll
  void stop() {
    if (gateway != null) {
      gateway.close();
    }
  }

  @ParameterizedTest(name = "whole answer, throws in {0}, {1}")
  @CsvSource({
    "request,closed,500",
    "request,open,200",
    "response,closed,500",
    "response,open,200",
    "complete,closed,200",
    "complete,open,200",
    "request,error,500",
    "response,error,500",
    "complete,error,200"
  })
  void answersWhole(String place, String mode, int status) throws Exception {
    Arrived answer = ask(place + "-" + mode, false);

    assertThat(answer.status()).isEqualTo(status);
    if (status == 500) {
      JsonNode error = new JsonMapper().readTree(answer.text()).get("error");
      assertThat(error.get("code").stringValue()).isEqualTo("plugin_error");
    }
    assertRecorded(answer, status == 500 ? "plugin_error" : "ok");
  }

  @ParameterizedTest(name = "stream, throws in {0}, {1}")
  @CsvSource({
    "request,closed,500,false",
    "stream,closed,500,false",
    "stream,open,200,true",
    "event,closed,200,false",
    "event,open,200,true",
    "end,closed,200,false",
    "end,open,200,true",
    "complete,closed,200,true",
    "request,error,500,false",
    "stream,error,500,false",
    "event,error,200,false",
    "end,error,200,false",
    "complete,error,200,true"
  })
  void answersStreams(String place, String mode, int status, boolean whole) throws Exception {
    Arrived answer = ask(place + "-" + mode, true);

    if (answer.status() == 200) {
      // A stream that a plugin broke must not look complete.
      assertThat(answer.text().contains("data: [DONE]")).isEqualTo(whole);
      assertThat(answer.text().contains("\"plugin_error\"")).isEqualTo(!whole);
      assertThat(answer.cut()).isEqualTo(!whole);
    } else {
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.text()).contains("plugin_error");
    }
    assertRecorded(answer, whole ? "ok" : "plugin_error");
  }

  @Test
  void disturbsNobodyElse() throws Exception {
    for (String place : PLACES) {
      ask(place + "-closed", true);
      assertThat(ask("none", true).text()).contains("[DONE]");
      assertThat(ask("none", false).status()).isEqualTo(200);
    }
  }

  @Test
  void answersWhenARouterThrows() throws Exception {
    Arrived answer =
        gateway.arrived(
            "{\"model\":\"routed\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text()).contains("\"plugin_error\"");
    assertRecorded(answer, "plugin_error");
    Awaitility.await()
        .until(() ->
            gateway
                .printed()
                .contains(
                    answer.id() + ": router thrower-router failed: AssertionError: canary-of"));
  }

  @Test
  void countsWhatFailed() throws Exception {
    ask("request-open", false);

    assertThat(plugin("thrower").get("instances").valueStream())
        .anyMatch(instance -> instance.get("errors").intValue() > 0);
  }

  @Test
  void tellsWhyAFileIsNoPlugin() throws Exception {
    Path plugins = gateway.pluginFolder();
    Files.writeString(plugins.resolve("text-1.0.jar"), "this is not a jar at all");
    Files.writeString(plugins.resolve("pack-1.0.zip"), "nor is this a zip");
    byte[] whole = Files.readAllBytes(plugins.resolve("thrower-1.0.jar"));
    Files.write(plugins.resolve("truncated-1.0.jar"), Arrays.copyOf(whole, whole.length / 2));
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(plugins.resolve("library-1.0.jar")))) {
      jar.putNextEntry(new JarEntry("readme.txt"));
      jar.write("no entry point".getBytes(UTF_8));
    }

    assertRefused("text-1.0.jar", "it is not a jar");
    assertRefused("pack-1.0.zip", "it is not a zip");
    assertRefused("truncated-1.0.jar", "it is not a jar");
    assertRefused(
        "library",
        "it is no plugin: META-INF/services/dev.gatehouse.sdk.plugin.GatewayPlugin names no class");
    assertThat(ask("none", false).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "constructor, its entry point cannot be made",
    "register, register() failed",
    "start, start() failed"
  })
  void tellsWhereAPluginFailedToBegin(String place, String reason) throws Exception {
    begin(place);

    assertRefused("beginner-" + place, reason);
    assertThat(plugin("beginner-" + place).get("reason").stringValue())
        .contains("no " + place + " today");
    assertThat(ask("none", false).status()).isEqualTo(200);
  }

  @Test
  void aPluginThatFailsToStopIsGoneAllTheSame() throws Exception {
    Path jar = begin("stop");
    awaitState("beginner-stop", "active");
    Files.delete(jar);

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> plugin("beginner-stop") == null && gateway.printed().contains("stop() failed"));
    assertThat(ask("none", false).status()).isEqualTo(200);
  }

  @Test
  void aFilterThatCannotBeMadeIsRefusedWithItsPlaceAndTheRunningConfigurationStays()
      throws Exception {
    begin("factory");
    awaitState("beginner-factory", "active");
    String yaml = Files.readString(gateway.configuration());
    Files.writeString(gateway.configuration(), yaml + "filters:\n  - beginner-factory: {}\n");

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            gateway
                .printed()
                .contains("beginner-factory cannot be made: AssertionError: no factory"));
    assertThat(gateway.printed())
        .containsPattern("gatehouse\\.yaml:\\d+:\\d+ filters\\[0\\]\\.beginner-factory");
    assertThat(ask("none", false).status()).isEqualTo(200);
    Files.writeString(gateway.configuration(), yaml);
  }

  /// Drops in a plugin that throws an error at one place of its life.
  private Path begin(String place) throws Exception {
    Path jar = gateway.pluginFolder().resolve("beginner-" + place + "-1.0.jar");
    PluginJar.build(
        folder.resolve("beginner-" + place),
        "beginner.Beginner",
        BEGINNER.replace("PLACE", place),
        jar);
    return jar;
  }

  private void awaitState(String id, String state) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          JsonNode plugin = plugin(id);
          return plugin != null && plugin.get("state").stringValue().equals(state);
        });
  }

  /// The admin API says why, and so does the log, once.
  private void assertRefused(String id, String reason) throws Exception {
    awaitState(id, "failed");
    assertThat(plugin(id).get("reason").stringValue()).startsWith(reason);
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(gateway.printed().lines())
                .filteredOn(line -> line.contains("plugin " + id) && line.contains(reason))
                .hasSize(1));
  }

  private JsonNode plugin(String id) throws Exception {
    for (JsonNode plugin : gateway.admin("/admin/v1/plugins")) {
      if (plugin.get("id").stringValue().equals(id)) {
        return plugin;
      }
    }
    return null;
  }

  private void assertRecorded(Arrived answer, String outcome) {
    JsonNode found =
        gateway.awaitHistory("q=id:" + answer.id(), search -> search.get("total").intValue() == 1);
    assertThat(found.get("items").get(0).get("outcome").stringValue()).isEqualTo(outcome);
    assertThat(answer.text()).doesNotContain("canary-of-the-plugin");
  }

  private Arrived ask(String route, boolean stream) throws Exception {
    return gateway.arrived(
        "{\"model\":\"chat\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"
            .formatted(stream),
        "x-route",
        route);
  }
}
