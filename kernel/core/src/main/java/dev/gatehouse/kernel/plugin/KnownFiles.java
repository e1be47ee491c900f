package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.plugin.archive.PluginArchive;
import dev.gatehouse.kernel.plugin.archive.WorkFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Plugin files that were opened and have not changed since. Used by one thread at a time.
final class KnownFiles {
  /// A file as it was when it was last looked at.
  private record Seen(String mark, PluginFile file) {}

  private final WorkFolder work;
  private final Map<Path, Seen> seen = new HashMap<>();
  private final Set<Path> looked = new HashSet<>();

  KnownFiles(WorkFolder work) {
    this.work = work;
  }

  /// Opens a file, or returns what is known of it.
  PluginFile open(Path path, boolean ours) throws IOException {
    String mark = PluginFolders.mark(path);
    looked.add(path);
    Seen before = seen.get(path);
    if (before != null && before.mark().equals(mark)) {
      return before.file();
    }
    forget(seen.remove(path));
    PluginArchive archive = work.open(path, ours);
    boolean read = false;
    try {
      PluginFile file = PluginFile.of(path, ours, archive);
      seen.put(path, new Seen(mark, file));
      read = true;
      return file;
    } finally {
      if (!read) {
        work.release(archive.sha256());
      }
    }
  }

  /// Ends a look at all folders: what was not looked at is gone.
  void endLook() {
    for (Path path : Set.copyOf(seen.keySet())) {
      if (!looked.contains(path)) {
        forget(seen.remove(path));
      }
    }
    looked.clear();
  }

  /// Returns the hashes of all files that are known.
  Set<String> hashes() {
    Set<String> hashes = new HashSet<>();
    seen.values().forEach(each -> hashes.add(each.file().sha256()));
    return hashes;
  }

  private void forget(@Nullable Seen old) {
    if (old != null) {
      work.release(old.file().sha256());
    }
  }
}
