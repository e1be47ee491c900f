package dev.gatehouse.kernel.cli;

import dev.gatehouse.kernel.plugin.PluginStatus;
import dev.gatehouse.kernel.plugin.install.PluginInstaller;
import dev.gatehouse.kernel.plugin.install.PluginPlaces;
import dev.gatehouse.kernel.plugin.trust.PluginTrust;
import dev.gatehouse.kernel.plugin.trust.Untrusted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Checks a plugin file as the gateway would.
@Command(
    name = "verify",
    description = {
      "Checks a plugin file as the gateway would, and starts it once, serving nobody.",
      "Exit code 0: it can be used. 1: it cannot. 3: plugins.policy does not let it in; where that asks for a signature,",
      "nothing of it was run."
    },
    mixinStandardHelpOptions = true)
final class PluginVerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The plugin's jar or zip.")
  Path file = Path.of("");

  @Mixin PluginArguments arguments = new PluginArguments();

  @Override
  public Integer call() throws IOException {
    return arguments.run(this::verify);
  }

  private int verify(PluginPlaces places, Path scratch) throws IOException {
    PluginInstaller installer = new PluginInstaller(places, scratch);
    String policy = places.trust().policy().name().toLowerCase(Locale.ROOT);
    try {
      PluginStatus checked = check(installer, file);
      if (checked == null) {
        return 1;
      }
      PluginTrust.Verdict verdict = installer.judge(file, checked);
      System.out.println(
          "It can be used, and policy "
              + policy
              + " lets it in"
              + (verdict.signer() == null ? "." : "; signed by " + verdict.signer() + "."));
      return 0;
    } catch (Untrusted e) {
      System.out.println("Policy " + policy + " keeps it out: " + e.reason());
      return 3;
    }
  }

  /// Checks a file and tells of it; null when it cannot be used.
  ///
  /// @throws Untrusted when it was not tried for want of a trusted signature
  static @Nullable PluginStatus check(PluginInstaller installer, Path file)
      throws IOException, Untrusted {
    if (!Files.isRegularFile(file)) {
      System.err.println("There is no file " + file + ".");
      return null;
    }
    PluginStatus checked = installer.check(file);
    if (checked.state().equals(PluginStatus.REFUSED)) {
      throw new Untrusted(String.valueOf(checked.reason()));
    }
    if (!checked.state().equals(PluginStatus.ACTIVE)) {
      System.err.println(file + " cannot be used: " + checked.reason());
      return null;
    }
    PluginTexts.describe(checked).forEach(System.out::println);
    return checked;
  }
}
