package dev.gatehouse.kernel.plugin.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// The folder of the private copies. A copy lives as long as somebody uses it. Thread-safe.
///
/// The lock is held while files are moved in and deleted, so that a copy that comes back under its
/// name is never deleted by who had it before. Only loading and unloading take it, serving does
/// not.
public final class WorkFolder {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse.plugin");

  private final Path folder;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Integer> uses = new HashMap<>();
  private boolean tidied;

  /// Names the folder; it is made when the first copy is.
  public WorkFolder(Path folder) {
    this.folder = folder;
  }

  /// Opens a file for one user, who gives it back by [#release].
  ///
  /// @param ours whether the file belongs to the distribution
  public PluginArchive open(Path source, boolean ours) throws IOException {
    lock.lock();
    try {
      if (!tidied) {
        // What is there now was left by a process that is gone.
        tidied = true;
        deleteUnused();
      }
      boolean opened = false;
      try {
        PluginArchive archive = PluginArchive.open(source, folder, ours);
        uses.merge(archive.sha256(), 1, Integer::sum);
        opened = true;
        return archive;
      } finally {
        if (!opened) {
          deleteUnused();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Adds a user of a copy that is in use.
  public void retain(String sha256) {
    lock.lock();
    try {
      uses.merge(sha256, 1, Integer::sum);
    } finally {
      lock.unlock();
    }
  }

  /// Ends one use; the last one deletes the copy.
  public void release(String sha256) {
    lock.lock();
    try {
      if (uses.merge(sha256, -1, Integer::sum) <= 0) {
        uses.remove(sha256);
        deleteUnused();
      }
    } finally {
      lock.unlock();
    }
  }

  private void deleteUnused() {
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (uses.keySet().stream().noneMatch(name::startsWith)) {
        delete(file);
      }
    }
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, folder + " cannot be listed: " + e.getMessage());
      return List.of();
    }
  }

  private void delete(Path file) {
    try (Stream<Path> all = Files.walk(file)) {
      List<Path> deepestFirst = new ArrayList<>(all.toList());
      for (Path each : deepestFirst.reversed()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      // Where open files cannot be deleted, the next start does it.
      LOG.log(System.Logger.Level.DEBUG, file + " is still there: " + e.getMessage());
    }
  }
}
