package dev.gatehouse.kernel.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folders where plugin files are found.
///
/// @param all the distribution's folder first, then the user's; missing ones are fine
/// @param ours which of them is the distribution's, or null
record PluginFolders(List<Path> all, @Nullable Path ours) {
  PluginFolders {
    all = List.copyOf(all);
  }

  boolean isOurs(Path folder) {
    return folder.equals(ours);
  }

  /// Returns the plugin files of a folder by name, whole or not.
  static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(PluginFolders::isPlugin).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      // Gone while it was read; the next look sees it as it is then.
      return List.of();
    }
  }

  private static boolean isPlugin(Path path) {
    String name = path.getFileName().toString();
    return (name.endsWith(".jar") || name.endsWith(".zip"))
        && !name.startsWith(".")
        && Files.isRegularFile(path);
  }

  /// Returns a text that changes when the files do.
  String fingerprint() {
    StringBuilder text = new StringBuilder();
    for (Path folder : all) {
      for (Path path : files(folder)) {
        text.append(path).append('|').append(markOrGone(path)).append('\n');
      }
    }
    return text.toString();
  }

  /// Returns a text that changes when a file does, also when it comes or goes.
  static String markOrGone(Path path) {
    try {
      return mark(path);
    } catch (IOException e) {
      return "gone";
    }
  }

  /// The file's identity counts too: what is moved over a file may have its size and time.
  static String mark(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return attributes.size()
        + "|"
        + attributes.lastModifiedTime().toMillis()
        + "|"
        + attributes.fileKey();
  }
}
