package dev.gatehouse.kernel.cli;

import dev.gatehouse.kernel.ConfigRefused;
import dev.gatehouse.kernel.GatewayOptions;
import dev.gatehouse.kernel.Inspection;
import dev.gatehouse.kernel.plugin.install.PluginPlaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say whose plugins are meant.
final class PluginArguments {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The gateway's configuration; ./gatehouse.yaml if it exists.")
  @Nullable Path config;

  @Option(
      names = "--plugins",
      paramLabel = "FOLDER",
      description = "The folder of your own plugins; as in the configuration, else ./plugins.")
  @Nullable Path plugins;

  @Option(names = "--data", paramLabel = "FOLDER", description = "The data folder; ./data.")
  @Nullable Path data;

  /// What a command does with the places and a folder that is deleted afterwards.
  interface Work {
    /// Does it, and returns the exit code.
    int at(PluginPlaces places, Path scratch) throws IOException;
  }

  /// Runs a command; problems of the configuration end it with 1.
  int run(Work work) throws IOException {
    Path scratch = Files.createTempDirectory("gatehouse-plugin");
    try {
      return work.at(Inspection.plugins(options()), scratch);
    } catch (ConfigRefused e) {
      e.problems().forEach(System.err::println);
      System.err.println("The configuration has errors, so it is not known where plugins belong.");
      return 1;
    } catch (IOException e) {
      System.err.println("It did not work: " + e.getMessage());
      return 1;
    } finally {
      ValidateCommand.delete(scratch);
    }
  }

  private GatewayOptions options() {
    GatewayArguments arguments = new GatewayArguments();
    arguments.config = config;
    arguments.plugins = plugins;
    arguments.data = data;
    return arguments.options(false);
  }
}
