package dev.gatehouse.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/// Runs the project's shell scripts in tests.
final class Shell {
  private Shell() {}

  /// What a command left behind; output and errors are kept together, as a terminal shows them.
  record Result(int exitCode, String output) {}

  /// Runs a command in a folder to its end, with the given variables and a plain search path only.
  ///
  /// A script that was just written may still be open in a process that another test forked at that
  /// moment, and cannot be run until that one has become another program.
  static Result run(Path folder, Map<String, String> environment, List<String> command) {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ZERO)
        .ignoreExceptionsMatching(e -> e instanceof IOException && busy(e.getMessage()))
        .until(
            () -> runOnce(folder, environment, command),
            result -> result.exitCode() != 126 || !busy(result.output()));
  }

  private static boolean busy(String text) {
    return text != null && text.contains("Text file busy");
  }

  private static Result runOnce(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", folder.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), output);
  }

  /// Writes a script that anybody may run.
  static void script(Path file, String... lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// Makes a folder that looks like a Java installation; its programs print their name and
  /// arguments, one to a line.
  static Path installation(Path folder, String version, String... programs) throws IOException {
    for (String program : programs) {
      script(folder.resolve("bin").resolve(program), "printf '%s\\n' " + program + " \"$@\"");
    }
    Files.writeString(
        folder.resolve("release"),
        "IMPLEMENTOR=\"Somebody\"\nJAVA_RUNTIME_VERSION=\"8\"\nJAVA_VERSION=\"" + version + "\"\n");
    return folder;
  }
}
