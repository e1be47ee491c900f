package dev.gatehouse.kernel.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Looks through the plugin folders and loads what is new. Used by one thread at a time.
final class PluginCatalog {
  /// What a look at the folders gave.
  ///
  /// @param plugins what can be used, by id; the caller releases each
  /// @param refused what cannot, and why
  record Scan(Map<String, LoadedPlugin> plugins, List<PluginStatus> refused) {
    void release() {
      plugins.values().forEach(LoadedPlugin::release);
    }
  }

  /// A file as it was when it was last looked at.
  private record Seen(String mark, PluginFile file) {}

  private final List<Path> folders;
  private final List<PluginSource> sources;
  private final Path work;
  private final PluginServices.Environment environment;
  private final RetiredLoaders retired;
  private final Clock clock;
  private final Map<Path, Seen> seen = new HashMap<>();

  /// Makes a catalog.
  ///
  /// @param folders the distribution's folder first, then the user's; missing ones are fine
  /// @param sources plugins given as objects
  PluginCatalog(
      List<Path> folders,
      List<PluginSource> sources,
      Path work,
      PluginServices.Environment environment,
      RetiredLoaders retired) {
    this.folders = List.copyOf(folders);
    this.sources = List.copyOf(sources);
    this.work = work;
    this.environment = environment;
    this.retired = retired;
    this.clock = environment.clock();
  }

  /// Returns the plugins of the folders as they are now. Those that `running` has already are used
  /// again.
  Scan scan(List<LoadedPlugin> running) {
    List<PluginStatus> refused = new ArrayList<>();
    Map<String, PluginFile> chosen = choose(refused);
    Map<String, LoadedPlugin> plugins = new LinkedHashMap<>();
    for (PluginSource source : sources) {
      reuseOrLoad(
          source.id() + "@" + source.version(),
          source.id(),
          running,
          plugins,
          refused,
          source.version(),
          "",
          () -> LoadedPlugin.of(source, environment, retired));
    }
    for (PluginFile file : chosen.values()) {
      if (plugins.containsKey(file.id())) {
        refused.add(status(file, "passed over", "the embedding program brings this plugin itself"));
        continue;
      }
      reuseOrLoad(
          file.sha256(),
          file.id(),
          running,
          plugins,
          refused,
          file.version(),
          file.source().toString(),
          () -> LoadedPlugin.load(file, environment, retired));
    }
    return new Scan(plugins, refused);
  }

  private interface Load {
    LoadedPlugin load() throws LoadedPlugin.Refused;
  }

  private void reuseOrLoad(
      String identity,
      String id,
      List<LoadedPlugin> running,
      Map<String, LoadedPlugin> plugins,
      List<PluginStatus> refused,
      String version,
      String file,
      Load load) {
    for (LoadedPlugin plugin : running) {
      if (plugin.identity().equals(identity) && plugin.tryRetain()) {
        plugins.put(id, plugin);
        return;
      }
    }
    try {
      plugins.put(id, load.load());
    } catch (LoadedPlugin.Refused e) {
      refused.add(
          new PluginStatus(
              id,
              version,
              "",
              file,
              "",
              "failed",
              clock.instant(),
              e.getMessage(),
              List.of(),
              List.of()));
    }
  }

  /// Picks one file for each id: the highest version, and of two alike the one of the distribution.
  private Map<String, PluginFile> choose(List<PluginStatus> refused) {
    Map<String, PluginFile> chosen = new LinkedHashMap<>();
    Map<Path, Seen> present = new HashMap<>();
    for (Path folder : folders) {
      for (Path path : files(folder)) {
        try {
          PluginFile file = open(path, present);
          PluginFile other = chosen.get(file.id());
          if (other == null) {
            chosen.put(file.id(), file);
          } else {
            boolean newer = SdkVersion.compare(file.version(), other.version()) > 0;
            PluginFile hidden = newer ? other : file;
            if (newer) {
              chosen.put(file.id(), file);
            }
            refused.add(
                status(
                    hidden,
                    "passed over",
                    "version "
                        + (newer ? file : other).version()
                        + " of the same plugin is used; remove one of them"));
          }
        } catch (IOException e) {
          refused.add(
              new PluginStatus(
                  path.getFileName().toString(),
                  "",
                  "",
                  path.toString(),
                  "",
                  "failed",
                  clock.instant(),
                  String.valueOf(e.getMessage()),
                  List.of(),
                  List.of()));
        }
      }
    }
    seen.clear();
    seen.putAll(present);
    return chosen;
  }

  private PluginFile open(Path path, Map<Path, Seen> present) throws IOException {
    String mark = mark(path);
    Seen before = seen.get(path);
    Seen now =
        before != null && before.mark().equals(mark)
            ? before
            : new Seen(mark, PluginFile.open(path, work));
    present.put(path, now);
    return now.file();
  }

  private PluginStatus status(PluginFile file, String state, String reason) {
    return new PluginStatus(
        file.id(),
        file.version(),
        file.sdk(),
        file.source().toString(),
        file.sha256(),
        state,
        clock.instant(),
        reason,
        List.of(),
        List.of());
  }

  /// Returns a text that changes when the folders' files do.
  String fingerprint() {
    StringBuilder text = new StringBuilder();
    for (Path folder : folders) {
      for (Path path : files(folder)) {
        try {
          text.append(path).append('|').append(mark(path)).append('\n');
        } catch (IOException e) {
          text.append(path).append("|gone\n");
        }
      }
    }
    return text.toString();
  }

  /// The file's identity counts too: what is moved over a file may have its size and time.
  private static String mark(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return attributes.size()
        + "|"
        + attributes.lastModifiedTime().toMillis()
        + "|"
        + attributes.fileKey();
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(
              path -> {
                String name = path.getFileName().toString();
                return (name.endsWith(".jar") || name.endsWith(".zip"))
                    && !name.startsWith(".")
                    && Files.isRegularFile(path);
              })
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      // Gone while it was read; the next look sees it as it is then.
      return List.of();
    }
  }
}
