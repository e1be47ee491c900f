package dev.gatehouse.kernel.plugin.install;

import dev.gatehouse.kernel.plugin.GenerationHolder;
import dev.gatehouse.kernel.plugin.PluginLook;
import dev.gatehouse.kernel.plugin.PluginStatus;
import dev.gatehouse.kernel.plugin.trust.TrustSettings;
import java.nio.file.Path;
import java.util.List;

/// Where a gateway has its plugins, and who is let in.
///
/// @param options what the gateway is, or would be, started with
/// @param trust who is let in
public record PluginPlaces(GenerationHolder.Options options, TrustSettings trust) {
  /// Returns the user's folder, which files are put into.
  public Path folder() {
    return options.pluginFolders().getLast();
  }

  /// Returns what is in all folders, without loading it.
  ///
  /// @param scratch a folder that nobody else uses
  public List<PluginStatus> look(Path scratch) {
    return PluginLook.at(options, trust, scratch);
  }

  /// Returns the files of a plugin in the user's folder, let in or not.
  List<PluginStatus> own(String id, Path scratch) {
    return look(scratch).stream()
        .filter(plugin -> plugin.id().equals(id) && isOwn(plugin))
        .toList();
  }

  /// Returns whether an operator has switched a plugin off; that outlives its files.
  ///
  /// @param scratch a folder that nobody else uses
  public boolean switchedOff(String id, Path scratch) {
    return look(scratch).stream()
        .anyMatch(plugin -> plugin.id().equals(id) && plugin.state().equals("disabled"));
  }

  private boolean isOwn(PluginStatus plugin) {
    return !plugin.file().isEmpty() && folder().equals(Path.of(plugin.file()).getParent());
  }
}
