package dev.gatehouse.kernel.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Everything about plugin files.
@Command(
    name = "plugin",
    description = "Lists, checks, installs, removes and begins plugins.",
    mixinStandardHelpOptions = true,
    subcommands = {
      PluginListCommand.class,
      PluginVerifyCommand.class,
      PluginInstallCommand.class,
      PluginRemoveCommand.class,
      PluginNewCommand.class
    })
final class PluginCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: list, verify, install, remove or new.");
  }
}
