package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.ConfigLoader;
import dev.gatehouse.kernel.config.ConfigProblems;
import dev.gatehouse.kernel.config.GatewayConfig;
import dev.gatehouse.kernel.config.Location;
import dev.gatehouse.kernel.config.References;
import dev.gatehouse.kernel.plugin.trust.PluginsLock;
import dev.gatehouse.kernel.plugin.trust.TrustSettings;
import dev.gatehouse.sdk.log.ContentReader;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Builds generations: reads the configuration, loads the plugins, makes the instances, links them.
/// A plugin at fault is left out and told of, and what can be built without it is built. Used by
/// one thread at a time.
final class GenerationAssembly {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse.plugin");

  private final GenerationHolder.Options options;
  private final References references;
  private final GenerationLinker linker;
  private final ContentReader contentReader;
  private final PluginCatalog catalog;
  private volatile @Nullable OpenTelemetry newest;
  private Set<String> told = Set.of();
  private long number;

  /// What came of a try.
  ///
  /// @param generation null when there were problems
  /// @param refused the plugins that are not used; null when plugins were not looked at
  record Built(@Nullable Generation generation, @Nullable List<PluginStatus> refused) {}

  GenerationAssembly(
      GenerationHolder.Options options,
      GenerationLinker linker,
      ContentReader contentReader,
      PluginSwitches switches,
      RetiredLoaders retired) {
    this.options = options;
    this.linker = linker;
    this.contentReader = contentReader;
    this.references = new References(options.environment(), options.base());
    this.catalog =
        new PluginCatalog(
            new PluginFolders(options.pluginFolders(), options.bundledPlugins()),
            options.plugins(),
            options.dataFolder().resolve("work"),
            switches,
            new PluginServices.Environment(
                options.clock(),
                this::openTelemetry,
                options.dataFolder().resolve("plugins"),
                references),
            retired);
  }

  /// Returns the OpenTelemetry of the newest telemetry instance; one that does nothing when there
  /// is none.
  OpenTelemetry openTelemetry() {
    OpenTelemetry telemetry = newest;
    return telemetry == null ? OpenTelemetry.noop() : telemetry;
  }

  /// Returns a text that changes when the configuration or a plugin file does.
  String fingerprint() {
    return options.source().fingerprint()
        + "\n"
        + PluginFolders.markOrGone(options.trust().base().resolve(PluginsLock.FILE))
        + "\n"
        + catalog.fingerprint();
  }

  /// Builds the next generation.
  ///
  /// @param before the one that serves, whose unchanged plugins and instances are carried over
  /// @param problems takes everything that is wrong
  Built build(@Nullable Generation before, ConfigProblems problems) {
    GatewayConfig config = load(problems);
    if (config == null) {
      return new Built(null, null);
    }
    TrustSettings trust = options.trust().with(config);
    PluginCatalog.Scan scan = catalog.scan(before == null ? List.of() : before.plugins(), trust);
    Map<String, LoadedPlugin> plugins = new LinkedHashMap<>(scan.plugins());
    List<PluginStatus> notUsed = new ArrayList<>(scan.refused());
    dropConflicts(plugins, notUsed);
    OpenTelemetry telemetryBefore = newest;
    Generation built = null;
    try {
      built = assemble(config, plugins, before, problems, notUsed);
      tell(notUsed);
      return new Built(built, List.copyOf(notUsed));
    } finally {
      if (built == null) {
        plugins.values().forEach(LoadedPlugin::release);
        newest = telemetryBefore;
      }
    }
  }

  /// Logs why plugins are not used, and not again while nothing about them changes.
  private void tell(List<PluginStatus> notUsed) {
    Set<String> lines = new HashSet<>();
    for (PluginStatus plugin : notUsed) {
      String version = plugin.version().isEmpty() ? "" : " " + plugin.version();
      String line =
          "plugin " + plugin.id() + version + " " + plugin.state() + ": " + plugin.reason();
      if (lines.add(line) && !told.contains(line)) {
        LOG.log(
            plugin.state().equals("failed") || plugin.state().equals("refused")
                ? System.Logger.Level.WARNING
                : System.Logger.Level.INFO,
            line);
      }
    }
    told = lines;
  }

  private @Nullable GatewayConfig load(ConfigProblems problems) {
    try {
      return ConfigLoader.draft(
          options.source().read(), options.source().name(), references, problems);
    } catch (IOException e) {
      problems.error(
          new Location(options.source().name(), 1, 1), "", "the file cannot be read: " + reason(e));
      return null;
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "it is not there";
      case AccessDeniedException _ -> "access is denied";
      case CharacterCodingException _ -> "it is not a text in UTF-8";
      default -> String.valueOf(e.getMessage());
    };
  }

  /// Of two plugins that add an extension of the same name the first one stays.
  private void dropConflicts(Map<String, LoadedPlugin> plugins, List<PluginStatus> notUsed) {
    Map<String, String> owners = new HashMap<>();
    for (LoadedPlugin plugin : List.copyOf(plugins.values())) {
      for (Registered<?, ?> registered : plugin.registered()) {
        String name =
            (registered.isSection() ? "section " : registered.point().id() + " ")
                + registered.name();
        String owner = owners.putIfAbsent(name, plugin.id());
        if (owner != null && !owner.equals(plugin.id())) {
          drop(plugin, "plugin " + owner + " has a " + name + " already", plugins, notUsed);
          break;
        }
      }
    }
  }

  private void drop(
      LoadedPlugin plugin,
      String reason,
      Map<String, LoadedPlugin> plugins,
      List<PluginStatus> notUsed) {
    notUsed.add(PluginStatuses.dropped(plugin, options.clock().instant(), reason));
    plugins.remove(plugin.id());
    plugin.release();
  }

  private @Nullable Generation assemble(
      GatewayConfig config,
      Map<String, LoadedPlugin> plugins,
      @Nullable Generation before,
      ConfigProblems problems,
      List<PluginStatus> notUsed) {
    List<Instance> instancesBefore = before == null ? List.of() : before.instances();
    while (true) {
      GenerationBuilder builder =
          new GenerationBuilder(
              config,
              plugins,
              notUsed,
              instancesBefore,
              references,
              problems,
              contentReader,
              telemetry -> newest = telemetry.openTelemetry());
      Generation.Parts parts = builder.build();
      if (!builder.faulty().isEmpty()) {
        // Built again without the plugins at fault; each round drops at least one.
        if (parts != null) {
          builder.abandon();
        }
        builder.faulty().forEach((plugin, reason) -> drop(plugin, reason, plugins, notUsed));
        newest = null;
        continue;
      }
      if (parts == null) {
        return null;
      }
      newest = parts.telemetry().map(telemetry -> telemetry.it().openTelemetry()).orElse(null);
      Generation generation =
          new Generation(
              number + 1,
              config,
              options.clock().instant(),
              parts,
              List.copyOf(plugins.values()),
              builder.instances());
      boolean whole = false;
      Runnable unlink = () -> {};
      try {
        Object linked = linker.link(generation, problems);
        unlink = () -> linker.unlink(linked);
        generation.linked(linked);
        generation.whenReleased(unlink);
        whole = !problems.failed();
      } finally {
        if (!whole) {
          unlink.run();
          builder.abandon();
        }
      }
      if (!whole) {
        return null;
      }
      number++;
      return generation;
    }
  }
}
