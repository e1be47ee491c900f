package dev.gatehouse.maven;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The Java version that classes need, read from their files.
final class ClassVersion {
  // The class file format of Java 1.0 is version 44, and each release since has added one.
  private static final int BEFORE_JAVA_1 = 44;

  private ClassVersion() {}

  /// Returns the newest Java version that any class below a folder needs, such as 25.
  ///
  /// @throws IOException when there is no class
  static int of(Path folder) throws IOException {
    List<Path> classes;
    try (Stream<Path> files = Files.walk(folder)) {
      classes = files.filter(file -> file.toString().endsWith(".class")).toList();
    }
    int newest = 0;
    for (Path file : classes) {
      newest = Math.max(newest, major(file));
    }
    if (newest == 0) {
      throw new IOException("there is no class in " + folder + "; compile the plugin first");
    }
    return newest - BEFORE_JAVA_1;
  }

  private static int major(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      in.skipNBytes(6);
      return in.readUnsignedShort();
    }
  }
}
