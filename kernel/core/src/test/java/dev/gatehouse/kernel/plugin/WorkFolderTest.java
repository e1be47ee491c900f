package dev.gatehouse.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Private copies are there as long as somebody loads classes from them, and no longer.
class WorkFolderTest {
  @TempDir Path folder;

  private List<String> copies() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("data/work"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void deletesAtTheStartWhatAnEarlierProcessLeft() throws IOException {
    Path work = Files.createDirectories(folder.resolve("data/work/0123/deep"));
    Files.writeString(work.resolve("left.jar"), "left");
    try (HostFixture host = new HostFixture(folder)) {
      host.drop("mine-1.jar", host.jar().plugin("one", PluginJar.PLAIN_FILTER));
      host.reloadsWell();

      assertThat(copies()).containsExactly(host.status("mine").sha256() + ".jar");
    }
  }

  @Test
  void keepsACopyUntilTheLastGenerationThatLoadsFromItIsGone() throws IOException {
    try (HostFixture host = new HostFixture(folder)) {
      host.drop("mine-1.jar", host.jar().plugin("one", PluginJar.PLAIN_FILTER));
      host.reloadsWell();
      Generation stream = host.holder.acquire();

      Files.delete(host.plugins.resolve("mine-1.jar"));
      host.reloadsWell();
      assertThat(copies()).hasSize(1);

      stream.release();
      assertThat(copies()).isEmpty();
    }
  }

  @Test
  void leavesNothingOfWhatWasRefused() throws IOException {
    try (HostFixture host = new HostFixture(folder)) {
      Files.writeString(host.plugins.resolve("bad-1.jar"), "text");
      host.drop("fails-1.jar", host.jar().services("p.Nowhere"));
      host.reloadsWell();
      Files.delete(host.plugins.resolve("fails-1.jar"));
      host.reloadsWell();

      assertThat(copies()).isEmpty();
    }
  }
}
