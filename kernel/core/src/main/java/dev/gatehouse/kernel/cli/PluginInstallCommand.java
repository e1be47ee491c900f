package dev.gatehouse.kernel.cli;

import dev.gatehouse.kernel.plugin.PluginStatus;
import dev.gatehouse.kernel.plugin.install.PluginInstaller;
import dev.gatehouse.kernel.plugin.install.PluginPlaces;
import dev.gatehouse.kernel.plugin.trust.Untrusted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Installs a plugin file.
@Command(
    name = "install",
    description = {
      "Checks a plugin file, shows what it asks for, puts it into the plugin folder and its hash into plugins.lock.",
      "A running gateway takes it by itself. A plugin runs with all rights of the gateway: install what you trust."
    },
    mixinStandardHelpOptions = true)
final class PluginInstallCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The plugin's jar or zip.")
  Path file = Path.of("");

  @Mixin PluginArguments arguments = new PluginArguments();

  @Override
  public Integer call() throws IOException {
    return arguments.run(this::install);
  }

  private int install(PluginPlaces places, Path scratch) throws IOException {
    PluginInstaller installer = new PluginInstaller(places, scratch);
    try {
      PluginStatus checked = PluginVerifyCommand.check(installer, file);
      if (checked == null) {
        return 1;
      }
      Path installed = installer.install(file, checked);
      System.out.println(
          "Installed as " + installed + "; allowed by " + places.trust().lock() + ".");
      if (places.switchedOff(checked.id(), scratch)) {
        System.out.println(
            "It is switched off: switch it on in the console, or by POST /admin/v1/plugins/"
                + checked.id()
                + "/enable.");
      }
      return 0;
    } catch (Untrusted e) {
      System.err.println("Not installed: " + e.reason());
      return 3;
    }
  }
}
