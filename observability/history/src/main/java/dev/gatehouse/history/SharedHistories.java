package dev.gatehouse.history;

import dev.gatehouse.sdk.plugin.ExtensionContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The histories of one plugin version, by folder. Thread-safe.
final class SharedHistories {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Path, SharedHistory> open = new HashMap<>();

  /// Makes an instance a user of the folder's history, opened if this is the first.
  SharedHistory.User join(Path folder, HistoryConfig config, ExtensionContext context)
      throws IOException {
    lock.lock();
    try {
      SharedHistory history = open.get(folder);
      if (history == null) {
        history = SharedHistory.open(folder, config, context, this);
        open.put(folder, history);
      }
      return history.join(config, context);
    } finally {
      lock.unlock();
    }
  }

  /// Takes a user away, and closes the history with the last one.
  void leave(SharedHistory history, SharedHistory.User user) {
    boolean last;
    lock.lock();
    try {
      last = history.remove(user);
      if (last) {
        open.remove(history.folder());
      }
    } finally {
      lock.unlock();
    }
    if (last) {
      history.close();
    }
  }
}
