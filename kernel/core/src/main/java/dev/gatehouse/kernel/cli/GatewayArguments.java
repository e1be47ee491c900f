package dev.gatehouse.kernel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.kernel.GatewayOptions;
import dev.gatehouse.kernel.plugin.ConfigSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say which configuration, plugins and data are meant.
final class GatewayArguments {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The configuration; ./gatehouse.yaml if it exists, else built-in simulated models.")
  @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where history and plugin data are kept; ./data.")
  @Nullable Path data;

  @Option(
      names = "--plugins",
      paramLabel = "FOLDER",
      description = "Where your own plugin jars are; ./plugins.")
  @Nullable Path plugins;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the data plane; 0 lets the system choose.")
  int port = -1;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "Port of the admin API and console.")
  int adminPort = -1;

  /// Returns whether there is a configuration file.
  boolean hasFile() {
    return config != null || Files.exists(Path.of("gatehouse.yaml"));
  }

  GatewayOptions options(boolean watch) {
    Path file = config != null ? config : Path.of("gatehouse.yaml");
    String home = System.getProperty("gatehouse.home");
    Path base = file.toAbsolutePath().getParent();
    return new GatewayOptions(
        hasFile() ? new ConfigSource.File(file) : new ConfigSource.Text("built-in", builtIn()),
        base == null ? Path.of("").toAbsolutePath() : base,
        home == null ? null : Path.of(home, "lib", "plugins"),
        plugins,
        data,
        port,
        adminPort,
        List.of(),
        System.getenv(),
        watch);
  }

  private static String builtIn() {
    try (InputStream in = GatewayArguments.class.getResourceAsStream("built-in.yaml")) {
      if (in == null) {
        throw new IllegalStateException(
            "the built-in configuration is missing from the kernel's jar");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
