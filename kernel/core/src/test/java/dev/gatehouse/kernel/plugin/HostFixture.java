package dev.gatehouse.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.config.ConfigProblem;
import dev.gatehouse.kernel.pipeline.ContentReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A plugin host over a folder of a test: a configuration file, a folder for plugins, and the
/// holder over both.
final class HostFixture implements AutoCloseable {
  final Path folder;
  final Path plugins;
  final Path file;
  final GenerationHolder holder;

  HostFixture(Path folder) {
    this(folder, (generation, _) -> generation.number());
  }

  HostFixture(Path folder, GenerationLinker linker) {
    this.folder = folder;
    this.file = folder.resolve("gatehouse.yaml");
    try {
      this.plugins = Files.createDirectories(folder.resolve("plugins"));
      Files.writeString(file, "{}\n");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    this.holder =
        new GenerationHolder(
            new GenerationHolder.Options(
                new ConfigSource.File(file),
                folder,
                List.of(folder.resolve("bundled"), plugins),
                List.of(),
                folder.resolve("data"),
                Map.of(),
                Clock.systemUTC()),
            linker,
            new ContentReaders(List::of));
  }

  PluginJar jar() {
    return PluginJar.in(folder);
  }

  /// Puts a plugin into the folder as people should: written beside it, moved in whole.
  void drop(String name, PluginJar jar) throws IOException {
    Path beside = jar.writeTo(folder.resolve("arriving"));
    Files.move(beside, plugins.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  void configure(String yaml) throws IOException {
    Path beside = Files.writeString(folder.resolve("arriving"), yaml);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Reloads, and returns what is wrong.
  List<String> reload() {
    return holder.reload().problems().stream().map(ConfigProblem::toString).toList();
  }

  void reloadsWell() {
    assertThat(reload()).isEmpty();
  }

  /// Reloads, and expects the plugin to be refused with a reason, and nothing else to be wrong.
  void refuses(String id, String reason) {
    assertThat(reload()).as("a bad plugin is no problem of the configuration").isEmpty();
    PluginStatus status = status(id);
    assertThat(status).as("the status of %s among %s", id, holder.plugins()).isNotNull();
    assertThat(status.state()).isEqualTo("failed");
    assertThat(status.reason()).contains(reason);
  }

  @Nullable PluginStatus status(String id) {
    return holder.plugins().stream()
        .filter(plugin -> plugin.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  @Override
  public void close() {
    holder.close();
  }
}
