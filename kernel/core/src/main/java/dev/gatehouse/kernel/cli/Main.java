package dev.gatehouse.kernel.cli;

import dev.gatehouse.kernel.admin.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The entry point of the process.
@Command(
    name = "gatehouse",
    description = "A gateway for AI models that you extend with your own plugin jars.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Versions.class,
    subcommands = {
      StartCommand.class,
      ValidateCommand.class,
      SchemaCommand.class,
      SearchCommand.class,
      PluginCommand.class,
      HashKeyCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  /// Tells the version.
  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"gatehouse " + Version.text()};
    }
  }

  Main() {}

  /// Runs a command.
  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(line.execute(arguments));
  }
}
