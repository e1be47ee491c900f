package dev.gatehouse.tck;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/// The files and sockets that this process has open, where the operating system tells.
final class OpenFiles {
  private static final Path TABLE = Path.of("/proc/self/fd");

  private OpenFiles() {}

  /// Returns their names; jars and what the JDK itself has open are left out. Empty where the
  /// system does not tell.
  static Set<String> now() throws IOException {
    Set<String> names = new TreeSet<>();
    if (!Files.isDirectory(TABLE)) {
      return names;
    }
    try (DirectoryStream<Path> open = Files.newDirectoryStream(TABLE)) {
      for (Path each : open) {
        try {
          String name = Files.readSymbolicLink(each).toString();
          if (name.startsWith("socket:") || (name.startsWith("/") && !ofTheJdk(name))) {
            names.add(name);
          }
        } catch (IOException closedInBetween) {
          // the listing itself is one of them
        }
      }
    }
    return names;
  }

  private static boolean ofTheJdk(String name) {
    return name.endsWith(".jar")
        || name.endsWith("/modules")
        || name.startsWith("/dev/")
        || name.startsWith("/proc/");
  }
}
