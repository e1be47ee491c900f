package dev.gatehouse.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.dist.PackagedGateway.Arrived;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
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
      import dev.gatehouse.sdk.stream.*;
      public final class Thrower implements GatewayPlugin {
        public record Config(@Option(description = "Where it throws.") String where) {}
        @Override public void register(PluginRegistry registry) {
          registry.add(Filter.POINT, "thrower", Config.class, (config, context) -> new Throwing(config.where()));
        }
        record Throwing(String where) implements Filter {
          void check(String here) {
            if (where.equals(here)) { throw new IllegalStateException("canary-of-the-plugin"); }
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
  private static final String[] PLACES = {
    "request", "response", "stream", "event", "end", "complete"
  };

  @TempDir static Path folder;
  private PackagedGateway gateway;

  @BeforeAll
  void start() throws Exception {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    thrower(plugins.resolve("thrower-1.0.jar"));
    StringBuilder yaml =
        new StringBuilder(
            """
            providers:
              local: { type: simulated, time-to-first-token: 1ms, tokens-per-second: 5000, answer-tokens: 5 }
            models:
              chat: { targets: [ { provider: local, model: fast } ] }
            routes:
            """);
    for (String place : PLACES) {
      for (String mode : List.of("open", "closed")) {
        yaml.append(
            "  - { id: %1$s-%2$s, match: { headers: { x-route: %1$s-%2$s } }, filters: [ { thrower: { where: %1$s }, on-error: %2$s } ] }\n"
                .formatted(place, mode));
      }
    }
    yaml.append("  - { id: rest, match: { path: \"/v1/**\" } }\n");
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
    "complete,open,200"
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
    "complete,closed,200,true"
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
  void tellsWhyAFileIsNoPlugin() throws Exception {
    Path plugins = gateway.pluginFolder();
    Files.writeString(plugins.resolve("text-1.0.jar"), "this is not a jar at all");
    byte[] whole = Files.readAllBytes(plugins.resolve("thrower-1.0.jar"));
    Files.write(
        plugins.resolve("truncated-1.0.jar"), java.util.Arrays.copyOf(whole, whole.length / 2));
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(plugins.resolve("library-1.0.jar")))) {
      jar.putNextEntry(new JarEntry("readme.txt"));
      jar.write("no entry point".getBytes(UTF_8));
    }

    for (String id : List.of("text", "truncated", "library")) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> {
            JsonNode plugin = plugin(id);
            assertThat(plugin).as(id).isNotNull();
            assertThat(plugin.get("state").stringValue()).isEqualTo("failed");
            assertThat(plugin.get("reason").stringValue()).isNotBlank();
          });
    }
    assertThat(plugin("library").get("reason").stringValue())
        .contains("META-INF/services/dev.gatehouse.sdk.plugin.GatewayPlugin");
    assertThat(ask("none", false).status()).isEqualTo(200);
  }

  private JsonNode plugin(String id) throws Exception {
    for (JsonNode plugin : gateway.admin("/admin/v1/plugins")) {
      if (plugin.get("id").stringValue().startsWith(id)) {
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

  private static void thrower(Path jar) throws IOException {
    Path source = Files.createDirectories(folder.resolve("src/thrower")).resolve("Thrower.java");
    Files.writeString(source, THROWER);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String path;
    try (Stream<Path> lib = Files.list(PackagedGateway.HOME.resolve("lib"))) {
      path = String.join(":", lib.map(Path::toString).toList());
    }
    assertThat(
            compiler.run(
                null, null, null, "-cp", path, "-d", classes.toString(), source.toString()))
        .isZero();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entry(out, classes.relativize(file).toString(), Files.readAllBytes(file));
      }
      entry(
          out,
          "META-INF/services/dev.gatehouse.sdk.plugin.GatewayPlugin",
          "thrower.Thrower\n".getBytes(UTF_8));
    }
  }

  private static void entry(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    ((OutputStream) out).write(content);
    out.closeEntry();
  }
}
