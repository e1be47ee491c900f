package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.References;
import dev.gatehouse.kernel.plugin.trust.TrustSettings;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.util.List;

/// Looks at plugin folders without loading any code.
public final class PluginLook {
  private PluginLook() {}

  /// Returns what is there: found, disabled, refused, failed or passed over.
  ///
  /// @param options which folders, and the data folder with what was switched off
  /// @param trust who is let in
  /// @param scratch a folder for private copies that nobody else uses
  public static List<PluginStatus> at(
      GenerationHolder.Options options, TrustSettings trust, Path scratch) {
    PluginCatalog catalog =
        new PluginCatalog(
            new PluginFolders(options.pluginFolders(), options.bundledPlugins()),
            options.plugins(),
            scratch.resolve("work"),
            new PluginSwitches(options.dataFolder()),
            new PluginServices.Environment(
                options.clock(),
                OpenTelemetry::noop,
                scratch.resolve("plugins"),
                new References(options.environment(), options.base())),
            new RetiredLoaders());
    return catalog.look(trust);
  }
}
