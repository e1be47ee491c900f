package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.ConfigProblem;
import dev.gatehouse.kernel.config.ConfigProblems;
import dev.gatehouse.kernel.config.Location;
import dev.gatehouse.kernel.config.PluginPolicy;
import dev.gatehouse.kernel.config.References;
import dev.gatehouse.kernel.config.SettingsCheck;
import dev.gatehouse.kernel.plugin.trust.TrustSettings;
import dev.gatehouse.sdk.log.ContentReader;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Holds the generation that serves, and replaces it.
///
/// A new generation is built whole beside the running one and swapped in by one write. When
/// anything is wrong with it, the running one stays, and everything that is wrong is told at once.
/// Thread-safe.
public final class GenerationHolder implements AutoCloseable {
  /// What a holder needs to know once.
  ///
  /// @param source the configuration
  /// @param base the folder that relative paths are meant from
  /// @param pluginFolders the distribution's folder first, then the user's
  /// @param plugins plugins given as objects
  /// @param dataFolder the gateway's folder for what outlives a restart
  /// @param environment the environment variables that references see
  /// @param clock the gateway's clock
  /// @param bundledPlugins which of the folders is the distribution's, whose files are trusted; or
  ///   null
  /// @param trust how it is decided which other files are
  public record Options(
      ConfigSource source,
      Path base,
      List<Path> pluginFolders,
      List<PluginSource> plugins,
      Path dataFolder,
      Map<String, String> environment,
      Clock clock,
      @Nullable Path bundledPlugins,
      TrustSettings.Defaults trust) {
    /// Makes options of development mode: every plugin file is let in unless the configuration says
    /// otherwise.
    public Options(
        ConfigSource source,
        Path base,
        List<Path> pluginFolders,
        List<PluginSource> plugins,
        Path dataFolder,
        Map<String, String> environment,
        Clock clock) {
      this(
          source,
          base,
          pluginFolders,
          plugins,
          dataFolder,
          environment,
          clock,
          null,
          new TrustSettings.Defaults(true, base, ""));
    }
  }

  private final Options options;
  private final RetiredLoaders retired = new RetiredLoaders();
  private final RetiredGenerations draining = new RetiredGenerations();
  private final PluginControl control;
  private final GenerationAssembly assembly;
  // Held while a generation is built, which reads files; serving never takes it.
  private final ReentrantLock building = new ReentrantLock();
  private volatile @Nullable Generation current;
  private volatile @Nullable ReloadResult lastReload;
  private volatile String loadedFingerprint = "";
  // Guarded by the lock.
  private boolean closed;
  private volatile List<PluginStatus> refused = List.of();
  private volatile @Nullable ChangeWatcher watcher;
  private volatile Runnable swapped = () -> {};

  /// Makes a holder without a generation; call [#reload] for the first one.
  public GenerationHolder(Options options, GenerationLinker linker, ContentReader contentReader) {
    this.options = options;
    PluginSwitches switches = new PluginSwitches(options.dataFolder());
    this.control = new PluginControl(this, switches);
    this.assembly = new GenerationAssembly(options, linker, contentReader, switches, retired);
  }

  /// Returns the OpenTelemetry of the newest telemetry instance; one that does nothing when there
  /// is none.
  public OpenTelemetry openTelemetry() {
    return assembly.openTelemetry();
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

  /// Lets the generation that serves now be read, if there is one.
  public void read(Consumer<Generation> reader) {
    if (current != null) {
      Generation generation = acquire();
      try {
        reader.accept(generation);
      } finally {
        generation.release();
      }
    }
  }

  /// Builds a generation from the configuration and plugins as they are now, and lets it serve.
  /// After [#close] nothing is built any more.
  public ReloadResult reload() {
    ConfigProblems problems = new ConfigProblems();
    Generation replaced = null;
    building.lock();
    try {
      // Taken before anything is read, so that no change is missed that comes while it is.
      loadedFingerprint = assembly.fingerprint();
      Generation built = build(problems);
      if (built != null) {
        replaced = current;
        if (replaced != null) {
          built.follows(replaced);
        }
        current = built;
        if (replaced != null) {
          built.replaced(replaced);
          replaced.retire(options.clock().instant(), built.config().plugins().drain());
          draining.add(replaced);
        }
        swapped.run();
      }
      ReloadResult result = result(built != null, problems);
      lastReload = result;
      return result;
    } finally {
      building.unlock();
      // What this stops may take its time, and keeps nobody from the next change.
      if (replaced != null) {
        replaced.release();
      }
    }
  }

  private @Nullable Generation build(ConfigProblems problems) {
    if (closed) {
      problems.error(new Location(sourceName(), 1, 1), "", "not loaded, the gateway is stopping");
      return null;
    }
    GenerationAssembly.Built tried = assembly.build(current, problems);
    if (tried.refused() != null) {
      refused = tried.refused();
    }
    return tried.generation();
  }

  private ReloadResult result(boolean ok, ConfigProblems problems) {
    Generation serving = current;
    return new ReloadResult(
        options.clock().instant(),
        ok,
        serving == null ? "" : serving.config().hash(),
        serving == null ? 0 : serving.number(),
        problems.all());
  }

  /// Sets what to do after each swap, before the generation that served is given back; it runs on
  /// the thread that reloads.
  public void onSwap(Runnable action) {
    swapped = action;
  }

  /// Begins to look for changes of the configuration and the plugin folders, and reloads when they
  /// have come to rest.
  public void watch(Duration period) {
    watcher =
        new ChangeWatcher(period, assembly::fingerprint, () -> loadedFingerprint, this::reload);
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

  /// Returns how many generations are in use: the one that serves, and those before it with which
  /// exchanges still go on.
  public int generationsInUse() {
    return (current == null ? 0 : 1) + draining.used().size();
  }

  /// Returns what switches single plugins off and on.
  public PluginControl control() {
    return control;
  }

  /// Returns what it was made with.
  public Options options() {
    return options;
  }

  /// Returns what plugin files need to be let in.
  public PluginPolicy pluginPolicy(Generation generation) {
    return options.trust().with(generation.config()).policy();
  }

  /// Judges settings of an extension of a plugin in use.
  ///
  /// @param yaml the settings alone
  /// @return what is wrong; empty when there is no such extension
  public Optional<List<ConfigProblem>> check(
      String plugin, String point, String extension, String yaml) {
    Generation generation = acquire();
    try {
      return ExtensionSchemas.settings(generation, plugin, point, extension)
          .map(type ->
              SettingsCheck.problems(
                  yaml, extension, type, new References(options.environment(), options.base())));
    } finally {
      generation.release();
    }
  }

  /// Returns what is known of every plugin: those in use, those that are not, and those that were
  /// in use and are not gone yet.
  public List<PluginStatus> plugins() {
    Generation generation = current;
    List<PluginStatus> all = new ArrayList<>();
    if (generation != null) {
      generation.plugins().forEach(plugin -> all.add(PluginStatuses.of(plugin, generation)));
    }
    all.addAll(refused);
    all.addAll(StoppedPlugins.draining(draining.used(), generation));
    all.addAll(StoppedPlugins.inMemory(retired.all(), options.clock().instant()));
    return all;
  }

  @Override
  public void close() {
    ChangeWatcher watching = watcher;
    if (watching != null) {
      watching.close();
    }
    Generation last;
    building.lock();
    try {
      closed = true;
      last = current;
      current = null;
    } finally {
      building.unlock();
    }
    if (last != null) {
      last.release();
    }
  }
}
