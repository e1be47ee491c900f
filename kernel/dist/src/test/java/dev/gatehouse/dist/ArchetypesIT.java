package dev.gatehouse.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Begins a plugin of each kind from the packaged distribution, with an empty Maven repository as a
/// stranger has it, builds and tests them offline, and develops one in a running gateway.
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(900) // the first build fills the Maven repository
class ArchetypesIT {
  private static final List<String> KINDS =
      List.of("filter", "authenticator", "router", "provider", "sink");
  private static final Path ROOT = PackagedGateway.HOME.resolve("../../../..").normalize();
  private static final String QUESTION =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}";

  @TempDir static Path repository;
  @TempDir static Path projects;

  @TempDir Path folder;

  @BeforeAll
  static void begin() throws Exception {
    for (String kind : KINDS) {
      maven(
          projects,
          "-f",
          PackagedGateway.HOME.resolve("sdk/pom.xml").toAbsolutePath().toString(),
          "archetype:generate",
          "-Dkind=" + kind,
          "-DgroupId=com.example",
          "-DartifactId=my-" + kind,
          "-Dversion=1.0.0",
          "-DoutputDirectory=" + projects);
    }
    String modules =
        KINDS.stream()
            .map(kind -> "<module>my-" + kind + "</module>")
            .collect(Collectors.joining());
    Files.writeString(
        projects.resolve("pom.xml"),
        "<project><modelVersion>4.0.0</modelVersion><groupId>com.example</groupId>"
            + "<artifactId>all</artifactId><version>1</version><packaging>pom</packaging>"
            + "<modules>"
            + modules
            + "</modules></project>");
    // Whatever the offline build needs is asked for here, the test engine too.
    maven(projects, "package", "-Dtest=MyFilterTest", "-Dsurefire.failIfNoSpecifiedTests=false");
  }

  @Test
  void buildsAndTestsOfflineWhatItBegan() throws Exception {
    maven(projects, "-o", "verify");

    for (String kind : KINDS) {
      Path target = projects.resolve("my-" + kind + "/target");
      assertThat(target.resolve("my-" + kind + "-1.0.0.jar")).isRegularFile();
      assertThat(target.resolve("surefire-reports"))
          .isDirectoryContaining(file -> file.toString().endsWith("TckTest.xml"));
      assertThat(target.resolve("classes/META-INF/gatehouse/plugin.json")).isRegularFile();
    }
  }

  @Test
  void writesAReferenceOfAnExtension() throws Exception {
    Path project = projects.resolve("my-filter");

    maven(project, "-o", "process-classes", "gatehouse:reference");

    assertThat(project.resolve("target/gatehouse/reference/filter-my-filter.md"))
        .content()
        .contains("| `text` | text | `\"hello\"` | What answers are signed with. |");
  }

  /// Every command of the tutorial but the one that runs until it is interrupted; that one has a
  /// test of its own.
  @Test
  void followsTheTutorial() throws Exception {
    MarkdownPage page = MarkdownPage.read(ROOT.resolve("site/docs/sdk/tutorial.md"));
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Shell.script(
        bin.resolve("mvn"),
        "exec \"%s\" \"-Dmaven.repo.local=%s\" \"$@\""
            .formatted(ROOT.resolve("mvnw").toAbsolutePath(), repository));
    Map<String, String> environment = environment();
    String yaml = "models: {}\n";
    try (PackagedGateway gateway = PackagedGateway.start(folder, yaml)) {
      for (MarkdownPage.Block block : page.blocks()) {
        if (block.language().equals("yml")) {
          Files.writeString(gateway.configuration(), block.text() + "\n");
          Awaitility.await()
              .atMost(Duration.ofSeconds(30))
              .until(() -> gateway.chat(QUESTION).headers().firstValue("x-my-filter").isPresent());
        } else if (block.language().equals("sh") && !block.text().contains("gatehouse:dev")) {
          String command =
              block
                  .text()
                  .replace("http://127.0.0.1:8080", gateway.url())
                  .replace("mvn ", bin.resolve("mvn") + " ");
          Shell.Result run =
              Shell.run(folder, environment, List.of("bash", "-euo", "pipefail", "-c", command));
          assertThat(run.exitCode()).as("%s%n%s", command, run.output()).isZero();
        }
      }
    }
    assertThat(page.blocks())
        .as("the commands that were run")
        .filteredOn(block -> block.language().equals("sh"))
        .hasSize(5);
  }

  @Test
  void swapsAPluginInARunningGatewayAtEachSave() throws Exception {
    String yaml =
        """
        plugins: { watch: 100ms, policy: any }
        providers:
          local: { type: simulated }
        models:
          chat: { targets: [ { provider: local, model: fast } ] }
        """;
    try (PackagedGateway gateway = PackagedGateway.start(folder, yaml);
        Development development = Development.start(projects.resolve("my-filter"), gateway)) {
      development.await("live after");
      Files.writeString(
          gateway.configuration(), yaml + "filters: [ { my-filter: { text: first } } ]\n");
      Awaitility.await().until(() -> "first".equals(signature(gateway)));

      Path source = projects.resolve("my-filter/src/main/java/com/example/MyFilterFilter.java");
      String text = Files.readString(source);
      Files.writeString(source, text.replace("answer.headers().set(", "answer.headers().oops("));
      development.await("cannot find symbol");
      assertThat(signature(gateway)).isEqualTo("first");

      Files.writeString(
          source,
          text.replace(
              "set(\"x-my-filter\", config.text())",
              "set(\"x-my-filter\", config.text() + \" saved\")"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> "first saved".equals(signature(gateway)));
    }
  }

  private static String signature(PackagedGateway gateway) throws Exception {
    HttpResponse<String> answer = gateway.chat(QUESTION);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.headers().firstValue("x-my-filter").orElse(null);
  }

  private static void maven(Path folder, String... arguments) throws Exception {
    Shell.Result run = Shell.run(folder, environment(), command(arguments));
    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ROOT.resolve("mvnw").toAbsolutePath().toString());
    command.addAll(List.of("-B", "-Dmaven.repo.local=" + repository));
    command.addAll(List.of(arguments));
    return command;
  }

  /// The caller's own settings say how this machine reaches Maven's registry.
  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("GATEHOUSE_HOME", PackagedGateway.HOME.toAbsolutePath().toString());
    return environment;
  }

  /// `mvn gatehouse:dev` in a process of its own.
  private static final class Development implements AutoCloseable {
    private final Process process;
    private final StringBuilder printed = new StringBuilder();

    private Development(Process process) {
      this.process = process;
      Thread.ofVirtual().start(this::read);
    }

    static Development start(Path project, PackagedGateway gateway) throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(
                  command(
                      "-o",
                      "gatehouse:dev",
                      "-Dgatehouse.plugins=" + gateway.pluginFolder(),
                      "-Dgatehouse.admin=" + gateway.adminUrl()))
              .directory(project.toFile())
              .redirectErrorStream(true);
      builder.environment().putAll(environment());
      return new Development(builder.start());
    }

    private void read() {
      try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          synchronized (printed) {
            printed.append(line).append('\n');
          }
        }
      } catch (IOException e) {
        synchronized (printed) {
          printed.append("(output ended)\n");
        }
      }
    }

    void await(String text) {
      Awaitility.await(text)
          .atMost(Duration.ofSeconds(120))
          .until(() -> {
            synchronized (printed) {
              if (!process.isAlive()) {
                throw new IllegalStateException(printed.toString());
              }
              return printed.indexOf(text) >= 0;
            }
          });
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      process.onExit().join();
    }
  }
}
