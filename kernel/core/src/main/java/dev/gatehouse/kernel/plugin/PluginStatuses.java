package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.plugin.PluginStatus.ExtensionStatus;
import dev.gatehouse.kernel.plugin.PluginStatus.HookStatus;
import dev.gatehouse.kernel.plugin.PluginStatus.InstanceStatus;
import dev.gatehouse.kernel.plugin.policy.CallGate;
import dev.gatehouse.kernel.plugin.policy.CallOutcome;
import dev.gatehouse.kernel.plugin.policy.HookStats;
import java.util.Comparator;
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
          CallGate gate = instance.gate();
          return new InstanceStatus(
              instance.registered().point().id(),
              instance.registered().name(),
              instance.name(),
              gate.calls(),
              gate.count(CallOutcome.ERROR) + gate.count(CallOutcome.FAILED_OPEN),
              gate.count(CallOutcome.TIMEOUT),
              gate.meanMicros(),
              gate.breaker().tripped() ? "tripped" : "ok",
              gate.breaker().last(),
              gate.hooks().stream()
                  .filter(hook -> hook.calls() > 0)
                  .sorted(Comparator.comparing(HookStats::route).thenComparing(HookStats::hook))
                  .map(hook ->
                      new HookStatus(
                          hook.route(),
                          hook.hook(),
                          hook.calls(),
                          hook.timed() == 0 ? 0 : hook.nanos() / 1_000.0 / hook.timed()))
                  .toList());
        })
        .toList();
  }
}
