package dev.gatehouse.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginZipTest {
  private static final Instant TIME = Instant.parse("2025-01-01T00:00:00Z");

  @TempDir Path folder;

  @Test
  void hasTheJarOnTopAndTheLibrariesInLib() throws IOException {
    Path zip = folder.resolve("hello-1.0.zip");

    PluginZip.write(zip, file("hello-1.0.jar"), List.of(file("a.jar"), file("b.jar")), TIME);

    try (ZipFile file = new ZipFile(zip.toFile())) {
      assertThat(file.stream().map(ZipEntry::getName))
          .containsExactly("hello-1.0.jar", "lib/a.jar", "lib/b.jar");
    }
  }

  @Test
  void givesTheSameBytesForTheSameContent() throws IOException {
    Path first = folder.resolve("first.zip");
    Path second = folder.resolve("second.zip");
    Path jar = file("hello.jar");

    PluginZip.write(first, jar, List.of(file("a.jar")), TIME);
    PluginZip.write(second, jar, List.of(file("a.jar")), TIME);

    assertThat(second).hasSameBinaryContentAs(first);
  }

  @Test
  void refusesTwoLibrariesOfOneName() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other")).resolve("a.jar");
    Files.writeString(other, "another");
    Path zip = folder.resolve("hello.zip");

    assertThatThrownBy(
            () -> PluginZip.write(zip, file("hello.jar"), List.of(file("a.jar"), other), TIME))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("two libraries are called a.jar");
    assertThat(folder).isDirectoryNotContaining(file -> file.toString().contains("hello.zip"));
  }

  private Path file(String name) throws IOException {
    return Files.writeString(folder.resolve(name), name);
  }
}
