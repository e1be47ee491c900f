package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.ConfigLoader;
import dev.gatehouse.kernel.config.ConfigProblem;
import dev.gatehouse.kernel.config.ConfigProblems;
import dev.gatehouse.kernel.config.GatewayConfig;
import dev.gatehouse.kernel.config.Location;
import dev.gatehouse.kernel.config.References;
import dev.gatehouse.sdk.log.ContentReader;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Holds the generation that serves, and replaces it.
///
/// A new generation is built whole beside the running one and swapped in by one write. When
/// anything is wrong with it, the running one stays, and everything that is wrong is told at once.
/// Thread-safe.
public final class GenerationHolder implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse.config");

  /// What a holder needs to know once.
  ///
  /// @param source the configuration
  /// @param base the folder that relative paths are meant from
  /// @param pluginFolders the distribution's folder first, then the user's
  /// @param plugins plugins given as objects
  /// @param dataFolder the gateway's folder for what outlives a restart
  /// @param environment the environment variables that references see
  /// @param clock the gateway's clock
  public record Options(
      ConfigSource source,
      Path base,
      List<Path> pluginFolders,
      List<PluginSource> plugins,
      Path dataFolder,
      Map<String, String> environment,
      Clock clock) {}

  private final Options options;
  private final References references;
  private final GenerationLinker linker;
  private final ContentReader contentReader;
  private final RetiredLoaders retired = new RetiredLoaders();
  private final PluginCatalog catalog;
  private final ReentrantLock building = new ReentrantLock();
  private volatile @Nullable Generation current;
  private volatile @Nullable ReloadResult lastReload;
  private volatile List<PluginStatus> refused = List.of();
  private volatile @Nullable Thread watcher;
  private long number;

  /// Makes a holder without a generation; call [#reload] for the first one.
  public GenerationHolder(Options options, GenerationLinker linker, ContentReader contentReader) {
    this.options = options;
    this.linker = linker;
    this.contentReader = contentReader;
    this.references = new References(options.environment(), options.base());
    this.catalog =
        new PluginCatalog(
            options.pluginFolders(),
            options.plugins(),
            options.dataFolder().resolve("work"),
            new PluginServices.Environment(
                options.clock(),
                this::openTelemetry,
                options.dataFolder().resolve("plugins"),
                new ConcurrentHashMap<>()),
            retired);
  }

  private volatile @Nullable OpenTelemetry newest;

  /// Returns the OpenTelemetry of the newest telemetry instance; one that does nothing when there
  /// is none.
  public OpenTelemetry openTelemetry() {
    OpenTelemetry telemetry = newest;
    return telemetry == null ? OpenTelemetry.noop() : telemetry;
  }

  /// Takes the generation that serves now, for one exchange. Give it back by [Generation#release].
  ///
  /// @throws IllegalStateException when there is none
  public Generation acquire() {
    while (true) {
      Generation generation = current;
      if (generation == null) {
        throw new IllegalStateException("no configuration is loaded");
      }
      if (generation.tryRetain()) {
        return generation;
      }
      Thread.onSpinWait();
    }
  }

  /// Builds a generation from the configuration and plugins as they are now, and lets it serve.
  public ReloadResult reload() {
    building.lock();
    try {
      ConfigProblems problems = new ConfigProblems();
      Generation built = build(problems);
      Generation before = current;
      if (built != null) {
        current = built;
        if (before != null) {
          before.release();
        }
      }
      Generation serving = current;
      ReloadResult result =
          new ReloadResult(
              options.clock().instant(),
              built != null,
              serving == null ? "" : serving.config().hash(),
              serving == null ? 0 : serving.number(),
              problems.all());
      lastReload = result;
      return result;
    } finally {
      building.unlock();
    }
  }

  private @Nullable Generation build(ConfigProblems problems) {
    GatewayConfig config = load(problems);
    if (config == null) {
      return null;
    }
    Generation before = current;
    PluginCatalog.Scan scan = catalog.scan(before == null ? List.of() : before.plugins());
    Map<String, LoadedPlugin> plugins = new LinkedHashMap<>(scan.plugins());
    List<PluginStatus> notUsed = new ArrayList<>(scan.refused());
    dropConflicts(plugins, notUsed);
    OpenTelemetry telemetryBefore = newest;
    Generation built = null;
    try {
      built = assemble(config, plugins, before, problems, notUsed);
      return built;
    } finally {
      refused = List.copyOf(notUsed);
      if (built == null) {
        plugins.values().forEach(LoadedPlugin::release);
        newest = telemetryBefore;
      }
    }
  }

  private @Nullable GatewayConfig load(ConfigProblems problems) {
    try {
      return ConfigLoader.load(
          options.source().read(), options.source().name(), references, problems);
    } catch (IOException e) {
      problems.error(
          new Location(options.source().name(), 1, 1),
          "",
          "the file cannot be read: " + e.getMessage());
      return null;
    }
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
    PluginFile file = plugin.file();
    notUsed.add(
        new PluginStatus(
            plugin.id(),
            plugin.version(),
            file == null ? "" : file.sdk(),
            file == null ? "" : file.source().toString(),
            file == null ? "" : file.sha256(),
            "failed",
            options.clock().instant(),
            reason,
            List.of(),
            List.of()));
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
              config, plugins, instancesBefore, references, problems, contentReader);
      Generation.Parts parts = builder.build();
      if (!builder.faulty().isEmpty()) {
        // Built again without the plugins at fault; each round drops at least one.
        if (parts != null) {
          builder.abandon();
        }
        builder.faulty().forEach((plugin, reason) -> drop(plugin, reason, plugins, notUsed));
        continue;
      }
      if (parts == null) {
        return null;
      }
      parts.telemetry().ifPresent(telemetry -> newest = telemetry.it().openTelemetry());
      Generation generation =
          new Generation(
              number + 1,
              config,
              options.clock().instant(),
              parts,
              List.copyOf(plugins.values()),
              builder.instances());
      Object linked = linker.link(generation, problems);
      if (problems.failed()) {
        builder.abandon();
        return null;
      }
      generation.linked(linked);
      number++;
      return generation;
    }
  }

  /// Begins to look for changes of the configuration and the plugin folders, and reloads when they
  /// have come to rest.
  public void watch(Duration period) {
    watcher =
        Thread.ofVirtual()
            .name("configuration-watcher")
            .start(() -> {
              try {
                watchUntilInterrupted(period);
              } catch (InterruptedException e) {
                // Interrupted means closed: the thread simply ends.
                watcher = null;
              }
            });
  }

  private void watchUntilInterrupted(Duration period) throws InterruptedException {
    String loaded = fingerprint();
    String last = loaded;
    while (true) {
      TimeUnit.NANOSECONDS.sleep(period.toNanos());
      String now = fingerprint();
      if (!now.equals(loaded) && now.equals(last)) {
        loaded = now;
        tell(reload());
      }
      last = now;
    }
  }

  private String fingerprint() {
    return options.source().fingerprint() + "\n" + catalog.fingerprint();
  }

  private static void tell(ReloadResult result) {
    if (result.ok()) {
      LOG.log(
          System.Logger.Level.INFO,
          "generation "
              + result.generation()
              + " serves, configuration "
              + result.hash().substring(0, 8));
    } else {
      LOG.log(
          System.Logger.Level.WARNING, "the change was refused, the running configuration stays");
    }
    for (ConfigProblem problem : result.problems()) {
      LOG.log(System.Logger.Level.WARNING, problem.toString());
    }
  }

  /// Returns what came of the last try, or null before the first.
  public @Nullable ReloadResult lastReload() {
    return lastReload;
  }

  /// Returns the name of the configuration's source.
  public String sourceName() {
    return options.source().name();
  }

  /// Returns the number of class loaders of stopped plugins that are still in memory.
  public int retiredLoadersAlive() {
    return retired.alive();
  }

  /// Returns what is known of every plugin, used or not.
  public List<PluginStatus> plugins() {
    Generation generation = current;
    List<PluginStatus> all = new ArrayList<>();
    if (generation != null) {
      generation.plugins().forEach(plugin -> all.add(PluginStatuses.of(plugin, generation)));
    }
    all.addAll(refused);
    return all;
  }

  @Override
  public void close() {
    Thread watching = watcher;
    if (watching != null) {
      watching.interrupt();
    }
    building.lock();
    try {
      Generation last = current;
      current = null;
      if (last != null) {
        last.release();
      }
    } finally {
      building.unlock();
    }
  }
}
