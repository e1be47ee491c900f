package dev.gatehouse.kernel.plugin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Describes plugins that were replaced or removed and are not gone yet: those with which exchanges
/// still go on, and those that something keeps in memory.
final class StoppedPlugins {
  // Younger ones wait for the garbage collector, as they should.
  private static final Duration LINGERS = Duration.ofMinutes(1);
  // Threads that were interrupted need a moment to end.
  private static final Duration ENDS = Duration.ofSeconds(5);
  private static final int MOST_VERSIONS = 5;

  private StoppedPlugins() {}

  /// Describes those with which exchanges still go on.
  ///
  /// @param generations the generations that were replaced and are still used
  static List<PluginStatus> draining(List<Generation> generations, @Nullable Generation serving) {
    Map<LoadedPlugin, PluginStatus> found = new LinkedHashMap<>();
    for (Generation generation : generations) {
      Generation.Retirement retirement = generation.retirement();
      if (retirement == null) {
        continue;
      }
      for (LoadedPlugin plugin : generation.plugins()) {
        if (serving == null || !serving.plugins().contains(plugin)) {
          // The last one that has it says since when and how long.
          found.put(
              plugin,
              PluginStatuses.replaced(
                  plugin,
                  PluginStatus.DRAINING,
                  retirement.at(),
                  "Replaced or removed, but exchanges that began with it go on; they are cut at "
                      + retirement.over()
                      + " (plugins.drain)."));
        }
      }
    }
    return List.copyOf(found.values());
  }

  /// Describes those that stay in memory though nobody uses them, each plugin once.
  static List<PluginStatus> inMemory(List<RetiredLoaders.Alive> loaders, Instant now) {
    return loaders.stream()
        .filter(loader ->
            loader.since().plus(loader.threads().isEmpty() ? LINGERS : ENDS).isBefore(now))
        .collect(
            Collectors.groupingBy(
                RetiredLoaders.Alive::plugin, LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(StoppedPlugins::inMemory)
        .toList();
  }

  private static PluginStatus inMemory(List<RetiredLoaders.Alive> loaders) {
    Set<String> versions = new LinkedHashSet<>();
    Set<String> threads = new LinkedHashSet<>();
    for (RetiredLoaders.Alive loader : loaders) {
      versions.add(loader.version());
      threads.addAll(loader.threads());
    }
    RetiredLoaders.Alive oldest = loaders.getFirst();
    return new PluginStatus(
        oldest.plugin(),
        some(versions),
        "",
        "",
        "",
        PluginStatus.STOPPED,
        oldest.since(),
        reason(loaders.size(), oldest.since(), threads),
        List.of(),
        List.of());
  }

  private static String reason(int count, Instant since, Set<String> threads) {
    String what =
        count == 1
            ? "Stopped at " + since + ", but its classes are still in memory. "
            : count + " stopped loads of it are still in memory, the oldest since " + since + ". ";
    return what
        + (threads.isEmpty()
            ? "The next full garbage collection takes them, unless something of the plugin keeps them: a thread, a"
                + " ThreadLocal, a hook or driver registered with the JDK."
            : "Threads that the plugin began and did not end keep them: " + some(threads) + ".");
  }

  private static String some(Set<String> names) {
    List<String> first = new ArrayList<>(names).subList(0, Math.min(names.size(), MOST_VERSIONS));
    return String.join(", ", first) + (names.size() > MOST_VERSIONS ? ", …" : "");
  }
}
