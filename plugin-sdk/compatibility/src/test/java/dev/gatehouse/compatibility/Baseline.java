package dev.gatehouse.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What was kept of the last release.
final class Baseline {
  private static final Path FOLDER = Path.of("baseline");

  private Baseline() {}

  /// Returns the SDK of the last release.
  static Path sdk() throws IOException {
    return only("gatehouse-sdk-api-");
  }

  /// Returns the plugin that was built against it.
  static Path witness() throws IOException {
    return only("witness-");
  }

  /// A check against nothing would pass for ever, so a missing baseline is a failure.
  private static Path only(String prefix) throws IOException {
    List<Path> found = List.of();
    if (Files.isDirectory(FOLDER)) {
      try (Stream<Path> files = Files.list(FOLDER)) {
        found =
            files
                .filter(file -> file.getFileName().toString().startsWith(prefix))
                .filter(file -> file.getFileName().toString().endsWith(".jar"))
                .toList();
      }
    }
    if (found.size() != 1) {
      throw new AssertionError(
          "There has to be one "
              + prefix
              + "<version>.jar in plugin-sdk/compatibility/baseline, there are "
              + found.size()
              + ". At a release it is made by: ./mvnw package -Pbaseline -DskipTests -DskipConsole"
              + " -pl plugin-sdk/compatibility -am");
    }
    return found.getFirst();
  }
}
