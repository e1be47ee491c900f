package dev.gatehouse.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.dist.MarkdownPage.Block;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/// Does what `examples/hello-plugin/README.md` says, with an empty Maven repository as a stranger
/// has it, while requests run.
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(600) // whichever test is first fills the Maven repository
class HelloPluginIT {
  private static final Path ROOT = PackagedGateway.HOME.resolve("../../../..").normalize();
  private static final Path EXAMPLE = ROOT.resolve("examples/hello-plugin");
  private static final String PLAIN =
      """
      providers:
        local: { type: simulated, time-to-first-token: 1ms, tokens-per-second: 5000 }
      models:
        chat: { targets: [ { provider: local, model: fast } ] }
      """;
  private static final String QUESTION =
      "{\"model\":\"chat\",%s\"messages\":[{\"role\":\"user\",\"content\":\"Why is the sky blue?\"}]}";

  /// Empty at first; the tests fill it, one after the other.
  @TempDir static Path repository;

  @TempDir Path folder;

  @Test
  void isBuiltDroppedInReplacedAndTakenOutWhileRequestsRun() throws Exception {
    copyExample();
    MarkdownPage page = MarkdownPage.read(folder.resolve("examples/hello-plugin/README.md"));
    List<Block> commands = page.commands();
    try (PackagedGateway gateway = PackagedGateway.start(folder, PLAIN);
        Senders senders = new Senders(gateway)) {
      assertThat(hello(gateway)).isNull();

      run(commands.get(0), gateway);
      run(commands.get(1), gateway);
      awaitVersion(gateway, "1.0.0");
      configure(page.configurations().getFirst().text());
      Awaitility.await().until(() -> hello(gateway) != null);

      assertThat(hello(gateway)).isEqualTo("de; snakeyaml-engine=2.9");
      assertThat(PackagedGateway.HOME.resolve("lib"))
          .isDirectoryContaining(
              file -> file.getFileName().toString().startsWith("snakeyaml-engine-3."));
      for (Block command : commands.subList(2, commands.size())) {
        run(command, gateway);
      }
      HttpResponse<String> streamed = gateway.chat(QUESTION.formatted("\"stream\":true,"));
      assertThat(streamed.headers().firstValue("x-hello")).isPresent();
      assertThat(streamed.body()).endsWith("data: [DONE]\n\n");
      JsonNode found =
          gateway.awaitHistory(
              "q=attr.hello.characters:*", answer -> answer.get("total").intValue() > 0);
      assertThat(found.get("total").intValue()).isPositive();

      replace(gateway);
      Awaitility.await().until(() -> "de; snakeyaml-engine=2.9; new".equals(hello(gateway)));
      awaitVersion(gateway, "1.1.0");

      configure(PLAIN);
      Awaitility.await().until(() -> hello(gateway) == null);
      run("./gatehouse plugin remove hello", gateway);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> versions(gateway).stream().noneMatch(one -> one.startsWith("hello ")));

      senders.stop();
      assertThat(senders.failures()).isEmpty();
      assertThat(senders.sent()).isGreaterThan(50);
    }
  }

  @Test
  void tellsAMistakeInItsConfigurationWithItsPlace() throws Exception {
    copyExample();
    MarkdownPage page = MarkdownPage.read(folder.resolve("examples/hello-plugin/README.md"));
    String yaml = page.configurations().getFirst().text();
    try (PackagedGateway gateway = PackagedGateway.start(folder, PLAIN)) {
      run(page.commands().get(0), gateway);
      run(page.commands().get(1), gateway);
      awaitVersion(gateway, "1.0.0");
      configure(yaml.replace("language: de", "language: German"));

      String told =
          page.blocks().stream()
              .filter(block -> block.language().isEmpty())
              .map(Block::text)
              .findFirst()
              .orElseThrow();
      assertThat(told).startsWith("gatehouse.yaml:8:24");
      Awaitility.await().until(() -> gateway.printed().contains(told));
      assertThat(gateway.chat(QUESTION.formatted("")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aFileThatNobodyAllowedIsRefusedWithTheCommandThatLetsItIn() throws Exception {
    copyExample();
    MarkdownPage page = MarkdownPage.read(folder.resolve("examples/hello-plugin/README.md"));
    try (PackagedGateway gateway =
        PackagedGateway.start(folder, PLAIN + "plugins: { policy: allowlist }\n")) {
      run(page.commands().get(0), gateway);
      Path zip = folder.resolve("examples/hello-plugin/target/hello-1.0.0.zip");
      Files.copy(zip, gateway.pluginFolder().resolve("hello-1.0.0.zip"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> versions(gateway).contains("hello 1.0.0 refused"));
      String reason =
          gateway
              .admin("/admin/v1/plugins")
              .valueStream()
              .filter(plugin -> plugin.get("id").stringValue().equals("hello"))
              .findFirst()
              .orElseThrow()
              .get("reason")
              .stringValue();
      assertThat(reason).contains("run: gatehouse plugin install ");

      run("./" + reason.substring(reason.indexOf("gatehouse plugin install ")), gateway);

      awaitVersion(gateway, "1.0.0");
    }
  }

  @Test
  void greetsEachConsumerInItsLanguage() throws Exception {
    copyExample();
    MarkdownPage page = MarkdownPage.read(folder.resolve("examples/hello-plugin/README.md"));
    try (PackagedGateway gateway = PackagedGateway.start(folder, PLAIN)) {
      run(page.commands().get(0), gateway);
      run(page.commands().get(1), gateway);
      awaitVersion(gateway, "1.0.0");
      configure(
          PLAIN
              + """
              consumers:
                tokyo: { keys: [ "sha256:%s" ] }
                paris: { keys: [ "sha256:%s" ] }
              filters:
                - api-key: {}
                - hello: { language: fr, consumers: { tokyo: ja } }
              """
                  .formatted(sha256("key-of-tokyo"), sha256("key-of-paris")));
      Awaitility.await().until(() -> gateway.chat(QUESTION.formatted("")).statusCode() == 401);

      assertThat(helloTo(gateway, "key-of-tokyo")).startsWith("ja;");
      assertThat(helloTo(gateway, "key-of-paris")).startsWith("fr;");
    }
  }

  private static String helloTo(PackagedGateway gateway, String key) throws Exception {
    HttpResponse<String> answer =
        gateway.chat(QUESTION.formatted(""), "authorization", "Bearer " + key);
    return answer.headers().firstValue("x-hello").orElseThrow();
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }

  private void replace(PackagedGateway gateway) throws Exception {
    Path source =
        folder.resolve("examples/hello-plugin/src/main/java/com/example/hello/HelloFilter.java");
    Files.writeString(
        source,
        Files.readString(source)
            .replace("greetings.libraryVersion());", "greetings.libraryVersion() + \"; new\");"));
    run("./mvnw -q -f examples/hello-plugin package -DskipTests -Drevision=1.1.0", gateway);
    run("./gatehouse plugin install examples/hello-plugin/target/hello-1.1.0.zip", gateway);
    assertThat(gateway.pluginFolder()).isDirectoryNotContaining("glob:**/hello-1.0.0.zip");
  }

  private void configure(String yaml) throws IOException {
    Files.writeString(folder.resolve("gatehouse.yaml"), yaml + "\n");
  }

  private static String hello(PackagedGateway gateway) throws Exception {
    HttpResponse<String> answer = gateway.chat(QUESTION.formatted(""));
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.headers().firstValue("x-hello").orElse(null);
  }

  private static void awaitVersion(PackagedGateway gateway, String version) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> versions(gateway).contains("hello " + version + " active"));
  }

  private static List<String> versions(PackagedGateway gateway) throws Exception {
    return gateway
        .admin("/admin/v1/plugins")
        .valueStream()
        .map(plugin ->
            plugin.get("id").stringValue()
                + " "
                + plugin.get("version").stringValue()
                + " "
                + plugin.get("state").stringValue())
        .toList();
  }

  private void copyExample() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLE)) {
      for (Path file : files.filter(path -> !path.toString().contains("/target")).toList()) {
        Path copy = folder.resolve("examples/hello-plugin").resolve(EXAMPLE.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    Shell.script(
        folder.resolve("mvnw"),
        "exec \"%s\" \"-Dgatehouse.home=%s\" \"-Dmaven.repo.local=%s\" \"$@\""
            .formatted(ROOT.resolve("mvnw"), PackagedGateway.HOME.toAbsolutePath(), repository));
    Shell.script(
        folder.resolve("gatehouse"),
        "exec \"" + PackagedGateway.HOME.resolve("bin/gatehouse") + "\" \"$@\"");
  }

  private void run(Block command, PackagedGateway gateway) throws Exception {
    run(
        command
            .text()
            .replace("http://127.0.0.1:8080", gateway.url())
            .replace("http://127.0.0.1:9090", gateway.adminUrl()),
        gateway);
  }

  private void run(String command, PackagedGateway gateway) throws Exception {
    // The caller's own settings say how this machine reaches Maven's registry.
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("GATEHOUSE_ADMIN_URL", gateway.adminUrl());
    Shell.Result run =
        Shell.run(folder, environment, List.of("bash", "-euo", "pipefail", "-c", command));
    assertThat(run.exitCode()).as("%s%n%s", command, run.output()).isZero();
  }

  /// Sends requests until it is stopped, and keeps what did not go well.
  private static final class Senders implements AutoCloseable {
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final AtomicInteger sent = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Thread thread;

    Senders(PackagedGateway gateway) {
      thread = Thread.ofVirtual().start(() -> send(gateway));
    }

    private void send(PackagedGateway gateway) {
      while (going.get()) {
        boolean stream = sent.incrementAndGet() % 2 == 0;
        try {
          HttpResponse<String> answer =
              gateway.chat(QUESTION.formatted(stream ? "\"stream\":true," : ""));
          if (answer.statusCode() != 200 || (stream && !answer.body().contains("[DONE]"))) {
            failures.add(answer.statusCode() + " " + answer.body());
          }
        } catch (IOException e) {
          failures.add(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    void stop() throws InterruptedException {
      going.set(false);
      thread.join();
    }

    int sent() {
      return sent.get();
    }

    Queue<String> failures() {
      return failures;
    }

    @Override
    public void close() {
      going.set(false);
      thread.interrupt();
    }
  }
}
