package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.plugin.PluginStatus.ExtensionStatus;
import dev.gatehouse.kernel.plugin.PluginStatus.InstanceStatus;
import java.util.List;

/// Describes plugins in use.
final class PluginStatuses {
  private PluginStatuses() {}

  static PluginStatus of(LoadedPlugin plugin, Generation generation) {
    PluginFile file = plugin.file();
    return new PluginStatus(
        plugin.id(),
        plugin.version(),
        file == null ? "" : file.sdk(),
        file == null ? "" : file.source().toString(),
        file == null ? "" : file.sha256(),
        "active",
        plugin.since(),
        null,
        plugin.registered().stream().map(PluginStatuses::extension).toList(),
        instances(plugin, generation));
  }

  private static ExtensionStatus extension(Registered<?, ?> registered) {
    return new ExtensionStatus(
        registered.point().id(),
        registered.name(),
        registered.stage().name(),
        registered.onError().name().toLowerCase(java.util.Locale.ROOT),
        registered.timeout().toMillis(),
        registered.description());
  }

  private static List<InstanceStatus> instances(LoadedPlugin plugin, Generation generation) {
    return generation.instances().stream()
        .filter(instance -> instance.plugin() == plugin)
        .distinct()
        .map(instance -> {
          CallCounters counters = instance.counters();
          long calls = counters.calls();
          return new InstanceStatus(
              instance.registered().point().id(),
              instance.registered().name(),
              instance.name(),
              calls,
              counters.errors(),
              counters.timeouts(),
              calls == 0 ? 0 : counters.nanos() / 1_000.0 / calls);
        })
        .toList();
  }
}
