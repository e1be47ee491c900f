package dev.gatehouse.kernel.admin;

import dev.gatehouse.kernel.config.ConfigProblem;
import dev.gatehouse.kernel.config.GatewayConfig;
import dev.gatehouse.kernel.plugin.Generation;
import dev.gatehouse.kernel.plugin.GenerationHolder;
import dev.gatehouse.kernel.plugin.PluginStatus;
import dev.gatehouse.kernel.plugin.ReloadResult;
import dev.gatehouse.kernel.plugin.install.PluginInstaller;
import dev.gatehouse.kernel.plugin.install.PluginPlaces;
import dev.gatehouse.kernel.plugin.trust.Untrusted;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes a plugin file, if the configuration says so. Whoever may upload may run code.
final class PluginUpload {
  private static final Pattern NAME =
      Pattern.compile("(?:.*&)?name=([A-Za-z0-9][A-Za-z0-9._+-]{0,119}\\.(?:jar|zip))(?:&.*)?");

  private final GatewayState state;

  PluginUpload(GatewayState state) {
    this.state = state;
  }

  /// Checks and installs the body of a call, and lets it go live.
  PluginStatus take(AdminCall call) throws IOException {
    GenerationHolder generations = state.generations();
    GatewayConfig config = config(generations);
    if (!config.plugins().upload()) {
      throw problem(
          403,
          "upload_off",
          "Uploads are off. plugins.upload: true in the configuration allows them.");
    }
    Matcher name = NAME.matcher(call.query());
    if (!name.matches()) {
      throw problem(
          400,
          "malformed_request",
          "Name the file: ?name=<id>-<version>.jar or .zip, of letters, digits and . _ + -");
    }
    Path scratch = Files.createTempDirectory("gatehouse-upload");
    try {
      Path file = Files.write(scratch.resolve(name.group(1)), call.body());
      PluginInstaller installer =
          new PluginInstaller(
              new PluginPlaces(generations.options(), generations.options().trust().with(config)),
              scratch);
      PluginStatus checked = check(installer, file);
      PluginInstaller.Before before = installer.remember(file, checked);
      install(installer, file, checked);
      ReloadResult result = generations.reload();
      if (!result.ok()) {
        installer.restore(before);
        throw problem(
            409,
            "plugin_not_live",
            "The file was taken back and nothing has changed, because the configuration does not fit it: "
                + problems(result));
      }
      return installed(generations, name.group(1));
    } finally {
      delete(scratch);
    }
  }

  private static String problems(ReloadResult result) {
    return result.problems().stream()
        .map(ConfigProblem::toString)
        .collect(Collectors.joining("; "));
  }

  private static GatewayConfig config(GenerationHolder generations) {
    Generation generation = generations.acquire();
    try {
      return generation.config();
    } finally {
      generation.release();
    }
  }

  private static PluginStatus check(PluginInstaller installer, Path file) throws IOException {
    PluginStatus checked = installer.check(file);
    if (checked.state().equals(PluginStatus.REFUSED)) {
      throw untrusted(checked.reason());
    }
    if (!checked.state().equals(PluginStatus.ACTIVE)) {
      throw problem(422, "plugin_refused", "The file cannot be used: " + checked.reason());
    }
    return checked;
  }

  private static void install(PluginInstaller installer, Path file, PluginStatus checked)
      throws IOException {
    try {
      installer.install(file, checked);
    } catch (Untrusted e) {
      throw untrusted(e.reason());
    }
  }

  private static PluginStatus installed(GenerationHolder generations, String name) {
    List<PluginStatus> all = generations.plugins();
    return all.stream()
        .filter(plugin -> !plugin.file().isEmpty())
        .filter(plugin -> Path.of(plugin.file()).getFileName().toString().equals(name))
        .findFirst()
        .orElseThrow(() ->
            problem(
                409,
                "plugin_gone",
                "The file was installed, but is not in the plugin folder any more."));
  }

  private static ProblemException untrusted(@Nullable String reason) {
    return problem(403, "plugin_untrusted", "The file is not let in: " + reason);
  }

  private static ProblemException problem(int status, String code, String detail) {
    return new ProblemException(Problem.of(status, code, detail));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
