package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.ConfigProblem;
import dev.gatehouse.kernel.config.PluginPolicy;
import dev.gatehouse.kernel.plugin.trust.TrustSettings;
import dev.gatehouse.sdk.log.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Loads and starts a plugin in a generation of its own that serves nobody, to see whether the
/// gateway would.
///
/// The plugin's code runs here as it would there: with all rights of this process.
public final class PluginTrial {
  private PluginTrial() {}

  /// Tries a file. Where a signature is asked for, nothing is run of a file without a trusted one;
  /// whether the lock allows it is not asked, since a trial comes before that.
  ///
  /// @param trust who is let in
  /// @param scratch an empty folder that nobody else uses
  /// @return what the gateway would say of the plugin: active, failed, or refused, with the reason
  /// @throws IOException when the file cannot be copied
  public static PluginStatus of(Path file, TrustSettings trust, Path scratch) throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("plugins"));
    Files.copy(file, folder.resolve(file.getFileName()));
    GenerationHolder.Options options =
        new GenerationHolder.Options(
            new ConfigSource.Text("trial", "plugins: { policy: any }"),
            scratch,
            List.of(folder),
            List.of(),
            scratch.resolve("data"),
            Map.of(),
            Clock.systemUTC());
    if (trust.policy() == PluginPolicy.SIGNED) {
      for (PluginStatus looked : PluginLook.at(options, trust, scratch.resolve("look"))) {
        if (looked.state().equals(PluginStatus.REFUSED)) {
          return looked;
        }
      }
    }
    try (GenerationHolder holder =
        new GenerationHolder(
            options, (generation, _) -> generation.number(), (_, _) -> Content.EMPTY)) {
      ReloadResult result = holder.reload();
      List<PluginStatus> all = holder.plugins();
      if (all.size() != 1) {
        throw new IOException(
            file.getFileName() + " is no plugin file; those end with .jar or .zip");
      }
      PluginStatus status = all.getFirst();
      return result.ok() ? status : status.failed(problems(result));
    }
  }

  private static String problems(ReloadResult result) {
    return result.problems().stream().map(ConfigProblem::message).collect(Collectors.joining("; "));
  }
}
