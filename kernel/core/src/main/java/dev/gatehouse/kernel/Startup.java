package dev.gatehouse.kernel;

import dev.gatehouse.kernel.config.ConfigLoader;
import dev.gatehouse.kernel.config.ConfigProblems;
import dev.gatehouse.kernel.config.GatewayConfig;
import dev.gatehouse.kernel.config.Location;
import dev.gatehouse.kernel.config.References;
import dev.gatehouse.kernel.plugin.ConfigSource;
import dev.gatehouse.kernel.plugin.GenerationHolder;
import dev.gatehouse.kernel.plugin.trust.TrustSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What has to be known before anything can be loaded. Folders and listeners are taken from the
/// configuration as it is at the start; a reload does not move them.
final class Startup {
  private Startup() {}

  /// Reads the configuration once, as far as that goes; null when that is not far enough to look at
  /// plugins.
  static @Nullable GatewayConfig read(GatewayOptions options, ConfigProblems problems) {
    try {
      GatewayConfig config =
          ConfigLoader.draft(
              options.source().read(),
              options.source().name(),
              new References(options.environment(), options.base()),
              problems);
      if (config != null) {
        checkPluginFolder(options, config, problems);
      }
      return config;
    } catch (IOException e) {
      problems.error(
          new Location(options.source().name(), 1, 1),
          "",
          "the file cannot be read; name another with --config");
      return null;
    }
  }

  /// What lies in the distribution's folder is let in unasked, so nobody else's files may go there.
  private static void checkPluginFolder(
      GatewayOptions options, GatewayConfig config, ConfigProblems problems) {
    Path bundled = options.bundledPlugins();
    Path folder = pluginFolder(options, config);
    if (bundled != null && same(bundled, folder)) {
      problems.error(
          options.pluginFolder() != null
              ? new Location(options.source().name(), 1, 1)
              : config.at("plugins", "folder"),
          "plugins.folder",
          folder
              + " is where the gateway's own plugins are, which are trusted without asking; name another folder for"
              + " yours");
    }
  }

  private static boolean same(Path one, Path other) {
    try {
      return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
    } catch (IOException e) {
      return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }
  }

  private static Path pluginFolder(GatewayOptions options, GatewayConfig config) {
    return options.pluginFolder() != null
        ? options.pluginFolder()
        : options.base().resolve(config.plugins().folder());
  }

  /// Says where plugins and data are: an option wins over the file.
  static GenerationHolder.Options holderOptions(GatewayOptions options, GatewayConfig config) {
    List<Path> folders = new ArrayList<>();
    if (options.bundledPlugins() != null) {
      folders.add(options.bundledPlugins());
    }
    folders.add(pluginFolder(options, config));
    Path dataFolder =
        options.dataFolder() != null
            ? options.dataFolder()
            : options.base().resolve(config.server().dataFolder());
    return new GenerationHolder.Options(
        options.source(),
        options.base(),
        folders,
        options.plugins(),
        dataFolder,
        options.environment(),
        options.clock(),
        options.bundledPlugins(),
        trust(options));
  }

  /// A gateway that was started without a configuration file is for trying things out.
  private static TrustSettings.Defaults trust(GatewayOptions options) {
    StringBuilder install = new StringBuilder();
    if (options.source() instanceof ConfigSource.File file
        && !file.path().equals(Path.of("gatehouse.yaml"))) {
      install.append(" --config ").append(file.path());
    }
    if (options.pluginFolder() != null) {
      install.append(" --plugins ").append(options.pluginFolder());
    }
    return new TrustSettings.Defaults(
        options.source() instanceof ConfigSource.Text, options.base(), install.toString());
  }
}
