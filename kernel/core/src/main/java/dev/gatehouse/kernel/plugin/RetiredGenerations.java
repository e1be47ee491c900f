package dev.gatehouse.kernel.plugin;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Watches generations that were replaced, as long as exchanges go on with them. Thread-safe.
final class RetiredGenerations {
  private final List<WeakReference<Generation>> generations = new ArrayList<>();

  synchronized void add(Generation generation) {
    generations.removeIf(reference -> gone(reference.get()));
    generations.add(new WeakReference<>(generation));
  }

  /// Returns those that are still used, the oldest first.
  synchronized List<Generation> used() {
    List<Generation> used = new ArrayList<>();
    for (WeakReference<Generation> reference : generations) {
      Generation generation = reference.get();
      if (generation != null && generation.users() > 0) {
        used.add(generation);
      }
    }
    return used;
  }

  private static boolean gone(@Nullable Generation generation) {
    return generation == null || generation.users() == 0;
  }
}
