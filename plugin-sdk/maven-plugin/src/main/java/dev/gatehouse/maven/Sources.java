package dev.gatehouse.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The files that a plugin is made of, watched for changes by looking again and again: file systems
/// that tell of changes by themselves are not everywhere, and a plugin has few files.
final class Sources {
  private static final long LOOK_MILLIS = 200;

  private final List<Path> roots;
  private Map<Path, String> known;

  /// Begins to watch.
  ///
  /// @param roots folders or files; missing ones may appear later
  Sources(List<Path> roots) throws IOException {
    this.roots = List.copyOf(roots);
    this.known = look();
  }

  /// Waits until something was changed and everything has come to rest again.
  ///
  /// @return the files that were added, changed or removed
  List<Path> awaitChange() throws IOException, InterruptedException {
    Map<Path, String> before = known;
    Map<Path, String> now = before;
    boolean resting = false;
    while (!resting || now.equals(before)) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      Map<Path, String> next = look();
      resting = next.equals(now);
      now = next;
    }
    known = now;
    Map<Path, String> changed = new HashMap<>(now);
    before.forEach((file, mark) -> {
      if (mark.equals(changed.get(file))) {
        changed.remove(file);
      } else {
        changed.put(file, mark);
      }
    });
    return changed.keySet().stream().sorted().toList();
  }

  private Map<Path, String> look() throws IOException {
    Map<Path, String> seen = new HashMap<>();
    for (Path root : roots) {
      if (Files.exists(root)) {
        try (Stream<Path> files = Files.walk(root)) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            seen.put(file, mark(file));
          }
        }
      }
    }
    return seen;
  }

  private static String mark(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.lastModifiedTime() + " " + attributes.size();
    } catch (IOException goneInBetween) {
      return "gone";
    }
  }
}
