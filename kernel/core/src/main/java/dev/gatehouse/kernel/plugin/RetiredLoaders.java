package dev.gatehouse.kernel.plugin;

import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Watches class loaders of stopped plugins until they are collected. Some that stay for long are a
/// leak. Thread-safe.
final class RetiredLoaders {
  private static final int MOST = 10_000;
  private static final int MOST_THREADS = 5;

  /// A stopped plugin whose classes are still in memory.
  ///
  /// @param since when it was stopped
  /// @param threads some of the threads that it began and that still run
  record Alive(String plugin, String version, Instant since, List<String> threads) {}

  private record Retired(
      WeakReference<ClassLoader> loader, String plugin, String version, Instant since) {
    boolean collected() {
      return loader.refersTo(null);
    }

    /// A thread inherits its context class loader from whoever made it.
    Alive alive(Thread[] threads) {
      return new Alive(
          plugin,
          version,
          since,
          Arrays.stream(threads)
              .filter(Objects::nonNull)
              .filter(thread ->
                  thread.getContextClassLoader() instanceof PluginClassLoader own
                      && loader.refersTo(own))
              .limit(MOST_THREADS)
              .map(Thread::getName)
              .toList());
    }
  }

  private final List<Retired> loaders = new ArrayList<>();

  synchronized void add(ClassLoader loader, String plugin, String version, Instant since) {
    loaders.removeIf(Retired::collected);
    if (loaders.size() < MOST) {
      loaders.add(new Retired(new WeakReference<>(loader), plugin, version, since));
    }
  }

  synchronized int alive() {
    loaders.removeIf(Retired::collected);
    return loaders.size();
  }

  /// Returns what is known of those that are alive, the oldest first.
  List<Alive> all() {
    List<Retired> now;
    synchronized (this) {
      loaders.removeIf(Retired::collected);
      now = List.copyOf(loaders);
    }
    Thread[] threads = now.isEmpty() ? new Thread[0] : platformThreads();
    return now.stream().map(retired -> retired.alive(threads)).toList();
  }

  /// Returns all platform threads; nobody can list the virtual ones.
  private static Thread[] platformThreads() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() * 2 + 16];
    int _ = root.enumerate(threads);
    return threads;
  }
}
