package dev.gatehouse.kernel.cli;

import dev.gatehouse.kernel.plugin.install.PluginInstaller;
import dev.gatehouse.kernel.plugin.install.PluginPlaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Removes a plugin.
@Command(
    name = "remove",
    description = {
      "Deletes a plugin's files from the plugin folder and its entries in plugins.lock.",
      "Take it out of gatehouse.yaml first: a running gateway keeps what its configuration needs."
    },
    mixinStandardHelpOptions = true)
final class PluginRemoveCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "The plugin's id.")
  String id = "";

  @Mixin PluginArguments arguments = new PluginArguments();

  @Override
  public Integer call() throws IOException {
    return arguments.run(this::remove);
  }

  private int remove(PluginPlaces places, Path scratch) throws IOException {
    List<Path> deleted = new PluginInstaller(places, scratch).remove(id);
    if (deleted.isEmpty()) {
      System.err.println("There is no plugin " + id + " in " + places.folder() + ".");
      return 1;
    }
    deleted.forEach(file -> System.out.println("Deleted " + file + "."));
    return 0;
  }
}
