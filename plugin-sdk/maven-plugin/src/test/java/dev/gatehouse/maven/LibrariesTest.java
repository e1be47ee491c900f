package dev.gatehouse.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrariesTest {
  @TempDir Path folder;

  @Test
  void aLibraryOfSharedPackagesIsTheGateways() throws IOException {
    Path jar =
        jar(
            "module-info.class",
            "META-INF/versions/21/tools/jackson/core/Fast.class",
            "tools/jackson/core/JsonParser.class");

    assertThat(Libraries.shared(jar)).isTrue();
  }

  @Test
  void aLibraryWithOnePackageOfItsOwnIsBroughtAlong() throws IOException {
    Path jar = jar("tools/jackson/core/JsonParser.class", "com/example/Shaded.class");

    assertThat(Libraries.shared(jar)).isFalse();
  }

  @Test
  void aLibraryWithoutClassesIsBroughtAlong() throws IOException {
    assertThat(Libraries.shared(jar("messages.properties"))).isFalse();
  }

  @Test
  void aFolderOfClassesIsJudgedLikeAJar() throws IOException {
    Path type = folder.resolve("classes/dev/gatehouse/sdk/Extension.class");
    Files.createDirectories(type.getParent());
    Files.createFile(type);

    assertThat(Libraries.shared(folder.resolve("classes"))).isTrue();
  }

  private Path jar(String... entries) throws IOException {
    Path jar = folder.resolve("library.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String entry : entries) {
        out.putNextEntry(new ZipEntry(entry));
        out.closeEntry();
      }
    }
    return jar;
  }
}
