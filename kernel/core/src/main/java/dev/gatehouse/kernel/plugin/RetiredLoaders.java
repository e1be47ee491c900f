package dev.gatehouse.kernel.plugin;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/// Watches class loaders of stopped plugins until they are collected. Some that stay for long are a
/// leak.
final class RetiredLoaders {
  private static final int MOST = 10_000;
  private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

  synchronized void add(ClassLoader loader) {
    loaders.removeIf(reference -> reference.refersTo(null));
    if (loaders.size() < MOST) {
      loaders.add(new WeakReference<>(loader));
    }
  }

  synchronized int alive() {
    loaders.removeIf(reference -> reference.refersTo(null));
    return loaders.size();
  }
}
