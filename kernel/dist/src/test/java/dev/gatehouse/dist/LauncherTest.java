package dev.gatehouse.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The scripts that people call, in a copy of the project's folders with a Java that only prints
/// what it was asked to do.
class LauncherTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path SCRIPTS = Path.of("src/main/sh").toAbsolutePath();

  @TempDir Path folder;
  private Path java;

  @BeforeEach
  void makeAJavaThatPrints() throws IOException {
    java = Shell.installation(folder.resolve("a java"), "25.0.3", "java", "javac");
  }

  @Test
  void theDistributionRunsFromAnyFolderAndThroughALink() throws Exception {
    Path home = distribution(folder.resolve("gate house"));
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, home.resolve("bin/gatehouse"));

    Shell.Result result = run(Map.of(), link.toString(), "start", "--config", "a file.yaml");

    assertThat(result.exitCode()).isZero();
    assertThat(result.output().lines())
        .startsWith("java")
        .contains("-XX:+UseCompactObjectHeaders", "-Dgatehouse.home=" + home)
        .containsSubsequence(
            "-cp",
            home + "/lib/*",
            "dev.gatehouse.kernel.cli.Main",
            "start",
            "--config",
            "a file.yaml");
  }

  @Test
  void keepsAtLeastEightCarrierThreads() throws Exception {
    Path home = distribution(folder.resolve("home"));

    Shell.Result result = run(Map.of(), home.resolve("bin/gatehouse").toString());

    String option = "-Djdk.virtualThreadScheduler.parallelism=";
    int expected = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());
    assertThat(result.output().lines()).contains(option + expected);
  }

  @Test
  void letsPrioritiesCountSoThatTheIndexIsBuiltBehindTheRequests() throws Exception {
    Path home = distribution(folder.resolve("home"));

    Shell.Result result = run(Map.of(), home.resolve("bin/gatehouse").toString());

    assertThat(result.output().lines()).contains("-XX:ThreadPriorityPolicy=1");
  }

  @Test
  void optionsOfTheUserComeAfterItsOwn() throws Exception {
    Path home = distribution(folder.resolve("home"));

    Shell.Result result =
        run(
            Map.of("GATEHOUSE_JAVA_OPTS", "-Xmx1g -XX:-UseCompactObjectHeaders"),
            home.resolve("bin/gatehouse").toString());

    assertThat(result.output().lines())
        .containsSubsequence(
            "-XX:+UseCompactObjectHeaders", "-Xmx1g", "-XX:-UseCompactObjectHeaders", "-cp");
  }

  @Test
  void theRootLauncherHandsOverToWhatWasBuilt() throws Exception {
    Path root = project();
    Path home = distribution(root.resolve("kernel/dist/target/gatehouse"));

    Shell.Result result = run(Map.of(), root.resolve("gatehouse").toString(), "start");

    assertThat(result.exitCode()).isZero();
    assertThat(result.output().lines()).contains("-Dgatehouse.home=" + home).endsWith("start");
    assertThat(result.output()).doesNotContain("Building");
  }

  @Test
  void theRootLauncherBuildsOnFirstUse() throws Exception {
    Path root = project();
    Path programs = folder.resolve("programs");
    Shell.script(
        programs.resolve("mvn"),
        "mkdir -p '" + root + "/kernel/dist/target/gatehouse/bin'",
        "printf '#!/bin/sh\\necho ran \"$@\"\\n' >'" + builtProgram(root) + "'",
        "chmod +x '" + builtProgram(root) + "'");

    Shell.Result result =
        run(
            Map.of("PATH", programs + ":/usr/bin:/bin"),
            root.resolve("gatehouse").toString(),
            "start");

    assertThat(result.exitCode()).isZero();
    assertThat(result.output().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("Building Gatehouse");
    assertThat(result.output()).endsWith("ran start\n");
  }

  @Test
  void rebuildBuildsAgainAndIsNotHandedOn() throws Exception {
    Path root = project();
    distribution(root.resolve("kernel/dist/target/gatehouse"));
    Path programs = folder.resolve("programs");
    Shell.script(programs.resolve("mvn"), "echo built");

    Shell.Result result =
        run(
            Map.of("PATH", programs + ":/usr/bin:/bin"),
            root.resolve("gatehouse").toString(),
            "start",
            "--rebuild");

    assertThat(result.output().lines())
        .contains("built")
        .endsWith("start")
        .doesNotContain("--rebuild");
  }

  @Test
  void aFailedBuildStartsNothing() throws Exception {
    Path root = project();
    Path programs = folder.resolve("programs");
    Shell.script(programs.resolve("mvn"), "echo broken", "exit 1");

    Shell.Result result =
        run(Map.of("PATH", programs + ":/usr/bin:/bin"), root.resolve("gatehouse").toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).contains("broken").endsWith("Nothing was started.\n");
  }

  @Test
  void mvnwGivesMavenTheJdkItFound() throws Exception {
    Path root = project();
    Path programs = folder.resolve("programs");
    Shell.script(programs.resolve("mvn"), "echo \"$JAVA_HOME\"", "printf '%s\\n' \"$@\"");

    Shell.Result result =
        run(
            Map.of("PATH", programs + ":/usr/bin:/bin"),
            root.resolve("mvnw").toString(),
            "-Dname=two words");

    assertThat(result).isEqualTo(new Shell.Result(0, java + "\n-Dname=two words\n"));
  }

  @Test
  void mvnwSaysThatMavenIsMissing() throws Exception {
    Path root = project();
    Path programs = folder.resolve("programs");
    for (String name : List.of("dirname", "readlink", "sed", "head")) {
      Shell.script(programs.resolve(name), "exec /usr/bin/" + name + " \"$@\"");
    }

    Shell.Result result =
        run(Map.of("PATH", programs.toString()), root.resolve("mvnw").toString(), "verify");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).startsWith("Maven is not installed, or not on the PATH.");
  }

  private Shell.Result run(Map<String, String> more, String... command)
      throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("GATEHOUSE_JAVA_HOME", java.toString());
    return Shell.run(Path.of("/"), environment, List.of(command));
  }

  /// Lays out the scripts as the distribution has them.
  private static Path distribution(Path home) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Files.copy(SCRIPTS.resolve("gatehouse"), home.resolve("bin/gatehouse"));
    Files.copy(SCRIPTS.resolve("find-jdk.sh"), home.resolve("lib/find-jdk.sh"));
    return home;
  }

  /// Lays out the scripts as the project has them, nothing built yet.
  private Path project() throws IOException {
    Path root = folder.resolve("the project");
    Files.createDirectories(root.resolve("kernel/dist/src/main/sh"));
    Files.copy(ROOT.resolve("gatehouse"), root.resolve("gatehouse"));
    Files.copy(ROOT.resolve("mvnw"), root.resolve("mvnw"));
    Files.copy(SCRIPTS.resolve("find-jdk.sh"), root.resolve("kernel/dist/src/main/sh/find-jdk.sh"));
    return root;
  }

  private static Path builtProgram(Path root) {
    return root.resolve("kernel/dist/target/gatehouse/bin/gatehouse");
  }
}
