package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.plugin.PluginStatus.ExtensionStatus;
import dev.gatehouse.kernel.plugin.PluginStatus.HookStatus;
import dev.gatehouse.kernel.plugin.PluginStatus.InstanceStatus;
import dev.gatehouse.kernel.plugin.PluginStatus.Origin;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.ExtensionDescriptor;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.Permissions;
import dev.gatehouse.kernel.plugin.policy.CallGate;
import dev.gatehouse.kernel.plugin.policy.CallOutcome;
import dev.gatehouse.kernel.plugin.policy.HookStats;
import dev.gatehouse.kernel.plugin.trust.PluginTrust.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Describes plugins, used or not.
final class PluginStatuses {
  private PluginStatuses() {}

  /// Describes a plugin in use.
  static PluginStatus of(LoadedPlugin plugin, Generation generation) {
    return of(plugin, PluginStatus.ACTIVE, plugin.since(), null, instances(plugin, generation));
  }

  /// Describes a plugin that was loaded and is at fault.
  static PluginStatus dropped(LoadedPlugin plugin, Instant now, String reason) {
    return of(plugin, "failed", now, reason, List.of());
  }

  /// Describes a plugin that was in use.
  static PluginStatus replaced(LoadedPlugin plugin, String state, Instant since, String reason) {
    return of(plugin, state, since, reason, List.of());
  }

  private static PluginStatus of(
      LoadedPlugin plugin,
      String state,
      Instant since,
      @Nullable String reason,
      List<InstanceStatus> instances) {
    PluginFile file = plugin.file();
    return new PluginStatus(
        plugin.id(),
        plugin.version(),
        file == null ? "" : file.sdk(),
        file == null ? "" : file.source().toString(),
        file == null ? "" : file.sha256(),
        state,
        since,
        reason,
        plugin.registered().stream().map(PluginStatuses::extension).toList(),
        instances,
        file == null ? ofProgram() : origin(file, plugin.verdict(), plugin.loaderName()));
  }

  /// Describes a file that is not used.
  ///
  /// @param verdict who let it in, or null when nobody did
  static PluginStatus of(
      PluginFile file,
      @Nullable Verdict verdict,
      String state,
      Instant now,
      @Nullable String reason) {
    PluginDescriptor descriptor = file.descriptor();
    return new PluginStatus(
        file.id(),
        file.version(),
        file.sdk(),
        file.source().toString(),
        file.sha256(),
        state,
        now,
        reason,
        descriptor == null
            ? List.of()
            : descriptor.extensions().stream().map(PluginStatuses::extension).toList(),
        List.of(),
        origin(file, verdict, ""));
  }

  private static Origin ofProgram() {
    return new Origin(null, null, null, null, null, "", "program", null, "", Permissions.ALL);
  }

  private static Origin origin(PluginFile file, @Nullable Verdict verdict, String loader) {
    PluginDescriptor said = file.descriptor();
    return new Origin(
        said == null ? null : said.name(),
        said == null ? null : said.description(),
        said == null ? null : said.vendor(),
        said == null ? null : said.license(),
        said == null ? null : said.url(),
        file.identity().from(),
        verdict == null ? "" : verdict.by(),
        verdict == null ? null : verdict.signer(),
        loader,
        file.permissions());
  }

  private static ExtensionStatus extension(Registered<?, ?> registered) {
    return new ExtensionStatus(
        registered.point().id(),
        registered.name(),
        registered.stage().name(),
        registered.onError().name().toLowerCase(Locale.ROOT),
        registered.timeout().toMillis(),
        registered.description(),
        registered.isSection());
  }

  private static ExtensionStatus extension(ExtensionDescriptor described) {
    String stage = described.stage();
    String description = described.description();
    return new ExtensionStatus(
        described.point(),
        described.name(),
        stage == null ? "" : stage.toUpperCase(Locale.ROOT),
        described.onError(),
        described.timeoutMs(),
        description == null ? "" : description,
        described.section());
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
