package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.plugin.archive.WorkFolder;
import dev.gatehouse.kernel.plugin.trust.PluginTrust;
import dev.gatehouse.kernel.plugin.trust.PluginTrust.Verdict;
import dev.gatehouse.kernel.plugin.trust.SignedArchive;
import dev.gatehouse.kernel.plugin.trust.TrustSettings;
import dev.gatehouse.kernel.plugin.trust.Untrusted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks through the plugin folders and loads what is new and trusted. Used by one thread at a
/// time.
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

  /// A file that was let in.
  private record Trusted(PluginFile file, Verdict verdict) {}

  private static final Verdict OURS = new Verdict(PluginTrust.DISTRIBUTION, null);

  private final PluginFolders folders;
  private final List<PluginSource> sources;
  private final WorkFolder work;
  private final KnownFiles known;
  private final PluginSwitches switches;
  private final PluginServices.Environment environment;
  private final RetiredLoaders retired;
  private final Clock clock;
  private final Map<String, SignedArchive> signatures = new HashMap<>();

  /// Makes a catalog.
  ///
  /// @param sources plugins given as objects
  /// @param work the folder for private copies
  PluginCatalog(
      PluginFolders folders,
      List<PluginSource> sources,
      Path work,
      PluginSwitches switches,
      PluginServices.Environment environment,
      RetiredLoaders retired) {
    this.folders = folders;
    this.sources = List.copyOf(sources);
    this.work = new WorkFolder(work);
    this.known = new KnownFiles(this.work);
    this.switches = switches;
    this.environment = environment;
    this.retired = retired;
    this.clock = environment.clock();
  }

  /// Returns the plugins of the folders as they are now. Those that `running` has already are used
  /// again.
  Scan scan(List<LoadedPlugin> running, TrustSettings trust) {
    List<PluginStatus> refused = new ArrayList<>();
    Map<String, Trusted> chosen = choose(trust, refused);
    Map<String, LoadedPlugin> plugins = new LinkedHashMap<>();
    for (PluginSource source : sources) {
      if (isOff(source.id())) {
        refused.add(bare(source.id(), source.version(), "", "disabled", switchedOff(source.id())));
        continue;
      }
      String identity = source.id() + "@" + source.version();
      try {
        LoadedPlugin same = reused(identity, source.id(), running);
        plugins.put(
            source.id(), same != null ? same : LoadedPlugin.of(source, environment, retired));
      } catch (LoadedPlugin.Refused e) {
        refused.add(bare(source.id(), source.version(), "", "failed", e.getMessage()));
      }
    }
    for (Trusted trusted : chosen.values()) {
      use(trusted, running, plugins, refused);
    }
    return new Scan(plugins, refused);
  }

  private void use(
      Trusted trusted,
      List<LoadedPlugin> running,
      Map<String, LoadedPlugin> plugins,
      List<PluginStatus> refused) {
    PluginFile file = trusted.file();
    if (plugins.containsKey(file.id())) {
      refused.add(
          status(trusted, "passed over", "the embedding program brings this plugin itself"));
    } else if (isOff(file.id())) {
      refused.add(status(trusted, "disabled", switchedOff(file.id())));
    } else {
      try {
        LoadedPlugin same = reused(file.sha256(), file.id(), running);
        plugins.put(file.id(), same != null ? same : load(trusted));
      } catch (LoadedPlugin.Refused e) {
        refused.add(status(trusted, "failed", e.getMessage()));
      }
    }
  }

  private LoadedPlugin load(Trusted trusted) throws LoadedPlugin.Refused {
    String sha256 = trusted.file().sha256();
    work.retain(sha256);
    boolean loaded = false;
    try {
      LoadedPlugin plugin =
          LoadedPlugin.load(
              trusted.file(), trusted.verdict(), environment, retired, () -> work.release(sha256));
      loaded = true;
      return plugin;
    } finally {
      if (!loaded) {
        work.release(sha256);
      }
    }
  }

  private boolean isOff(String id) {
    return switches.off().contains(id);
  }

  /// A gateway that does not start without it has no admin API, so the file is told of too.
  private String switchedOff(String id) {
    return "it was switched off; POST /admin/v1/plugins/"
        + id
        + "/enable switches it on, and so does a start after its line was taken out of "
        + switches.file();
  }

  private @Nullable LoadedPlugin reused(String identity, String id, List<LoadedPlugin> running) {
    for (LoadedPlugin plugin : running) {
      if (plugin.identity().equals(identity)
          && !switches.anew().contains(id)
          && plugin.tryRetain()) {
        return plugin;
      }
    }
    return null;
  }

  /// Looks at the folders and loads nothing.
  List<PluginStatus> look(TrustSettings trust) {
    List<PluginStatus> all = new ArrayList<>();
    for (Trusted trusted : choose(trust, all).values()) {
      String complaint = trusted.file().identity().complaint();
      boolean off = isOff(trusted.file().id());
      all.add(
          status(
              trusted,
              off ? "disabled" : complaint.isEmpty() ? "found" : "failed",
              off ? switchedOff(trusted.file().id()) : complaint.isEmpty() ? null : complaint));
    }
    return all;
  }

  /// Picks one file for each id among those that are let in: the highest version, and of two alike
  /// the one of the distribution. What is not trusted hides nothing.
  private Map<String, Trusted> choose(TrustSettings settings, List<PluginStatus> refused) {
    Map<String, Trusted> chosen = new LinkedHashMap<>();
    PluginTrust trust = new PluginTrust(settings, signatures);
    for (Path folder : folders.all()) {
      for (Path path : PluginFolders.files(folder)) {
        Trusted trusted = trusted(path, folders.isOurs(folder), trust, refused);
        if (trusted != null) {
          choose(trusted, chosen, refused);
        }
      }
    }
    known.endLook();
    signatures.keySet().retainAll(known.hashes());
    return chosen;
  }

  private @Nullable Trusted trusted(
      Path path, boolean ours, PluginTrust trust, List<PluginStatus> refused) {
    PluginFile file;
    try {
      file = known.open(path, ours);
    } catch (IOException e) {
      String name = path.getFileName().toString();
      refused.add(bare(name, "", path.toString(), "failed", String.valueOf(e.getMessage())));
      return null;
    }
    try {
      Verdict verdict =
          ours
              ? OURS
              : trust.judge(
                  new PluginTrust.Candidate(
                      file.id(), file.version(), file.sha256(), file.archive().copy(), path));
      return new Trusted(file, verdict);
    } catch (Untrusted e) {
      refused.add(PluginStatuses.of(file, null, PluginStatus.REFUSED, clock.instant(), e.reason()));
      return null;
    }
  }

  private void choose(Trusted trusted, Map<String, Trusted> chosen, List<PluginStatus> refused) {
    String id = trusted.file().id();
    Trusted other = chosen.putIfAbsent(id, trusted);
    if (other == null) {
      return;
    }
    boolean newer = SdkVersion.compare(trusted.file().version(), other.file().version()) > 0;
    if (newer) {
      chosen.put(id, trusted);
    }
    refused.add(
        status(
            newer ? other : trusted,
            "passed over",
            "version "
                + (newer ? trusted : other).file().version()
                + " of the same plugin is used; remove one of them"));
  }

  private PluginStatus status(Trusted trusted, String state, @Nullable String reason) {
    return PluginStatuses.of(trusted.file(), trusted.verdict(), state, clock.instant(), reason);
  }

  private PluginStatus bare(
      String id, String version, String file, String state, @Nullable String reason) {
    return new PluginStatus(
        id, version, "", file, "", state, clock.instant(), reason, List.of(), List.of());
  }

  /// Returns a text that changes when the folders' files do.
  String fingerprint() {
    return folders.fingerprint();
  }
}
