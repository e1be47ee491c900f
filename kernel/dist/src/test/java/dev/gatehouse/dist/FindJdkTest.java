package dev.gatehouse.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `find-jdk.sh`. The versions searched for exist nowhere, so the machine's own Java is never
/// found.
class FindJdkTest {
  private static final Path SCRIPT = Path.of("src/main/sh/find-jdk.sh").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void takesTheOneThatGatehouseJavaHomeNames() throws Exception {
    Path named = Shell.installation(folder.resolve("named one"), "90.0.1", "javac");
    Path other = Shell.installation(folder.resolve("other"), "90.0.1", "javac");

    Shell.Result result =
        find(
            "javac 90 90",
            Map.of("GATEHOUSE_JAVA_HOME", named.toString(), "JAVA_HOME", other.toString()));

    assertThat(result).isEqualTo(new Shell.Result(0, named + "\n"));
  }

  @Test
  void complainsAboutAGatehouseJavaHomeThatDoesNotFit() throws Exception {
    Path old = Shell.installation(folder.resolve("old"), "17.0.15", "javac");
    Path other = Shell.installation(folder.resolve("other"), "90", "javac");

    Shell.Result result =
        find(
            "javac 90 90",
            Map.of("GATEHOUSE_JAVA_HOME", old.toString(), "JAVA_HOME", other.toString()));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .contains("GATEHOUSE_JAVA_HOME is set to " + old + ", which is no JDK 90.");
  }

  @Test
  void passesOverAJavaHomeThatDoesNotFit() throws Exception {
    Path old = Shell.installation(folder.resolve("old"), "17.0.15", "javac");
    Path right = Shell.installation(folder.resolve(".jdks/right"), "90.0.3", "javac");

    assertThat(find("javac 90 90", Map.of("JAVA_HOME", old.toString())))
        .isEqualTo(new Shell.Result(0, right + "\n"));
  }

  @Test
  void followsTheLinkOnThePath() throws Exception {
    Path right = Shell.installation(folder.resolve("right"), "90", "javac");
    Path programs = Files.createDirectory(folder.resolve("programs"));
    Files.createSymbolicLink(programs.resolve("javac"), right.resolve("bin/javac"));

    assertThat(find("javac 90 90", Map.of("PATH", programs + ":/usr/bin:/bin")))
        .isEqualTo(new Shell.Result(0, right.toRealPath() + "\n"));
  }

  @Test
  void looksIntoTheFolderOfSdkman() throws Exception {
    Path right = Shell.installation(folder.resolve(".sdkman/candidates/java/x"), "90-ea", "javac");

    assertThat(find("javac 90 90", Map.of())).isEqualTo(new Shell.Result(0, right + "\n"));
  }

  @Test
  void aRuntimeIsNoJdkAndAJdkIsARuntime() throws Exception {
    Path runtime = Shell.installation(folder.resolve(".jdks/runtime"), "90", "java");

    assertThat(find("java 90 999", Map.of())).isEqualTo(new Shell.Result(0, runtime + "\n"));
    assertThat(find("javac 90 999", Map.of()).exitCode()).isEqualTo(1);
  }

  @Test
  void takesALaterVersionOnlyWithinTheBounds() throws Exception {
    Path later = Shell.installation(folder.resolve(".jdks/later"), "91.0.2", "java");

    assertThat(find("java 90 999", Map.of())).isEqualTo(new Shell.Result(0, later + "\n"));
    assertThat(find("java 90 90", Map.of()).exitCode()).isEqualTo(1);
    assertThat(find("java 92 999", Map.of()).exitCode()).isEqualTo(1);
  }

  @Test
  void passesOverAFolderWithoutAReadableVersion() throws Exception {
    Path odd = Shell.installation(folder.resolve(".jdks/odd"), "unknown", "javac");
    Path bare = Shell.installation(folder.resolve(".jdks/bare"), "90", "javac");
    Files.delete(bare.resolve("release"));

    assertThat(find("javac 90 90", Map.of("JAVA_HOME", odd.toString())).exitCode()).isEqualTo(1);
  }

  @Test
  void saysWhatToInstallAndWhatToSet() throws Exception {
    assertThat(find("javac 90 90", Map.of()))
        .isEqualTo(
            new Shell.Result(
                1,
                """
                No JDK 90 found.
                Install one, for example Temurin 90 (Debian package temurin-90-jdk).
                If it is installed in an unusual folder, set GATEHOUSE_JAVA_HOME (or JAVA_HOME) to that folder.
                """));
  }

  private Shell.Result find(String arguments, Map<String, String> environment)
      throws IOException, InterruptedException {
    String script =
        "set -eu; . \"$1\"; find_jdk " + arguments + " || exit 1; printf '%s\\n' \"$jdk_home\"";
    return Shell.run(folder, environment, List.of("sh", "-c", script, "sh", SCRIPT.toString()));
  }
}
