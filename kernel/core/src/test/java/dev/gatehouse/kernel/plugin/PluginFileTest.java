package dev.gatehouse.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Opening plugin files of all kinds, good and hostile.
class PluginFileTest {
  private static final byte[] JAR = PluginJar.in(Path.of("unused")).entry("x", new byte[3]).bytes();

  @TempDir Path folder;

  private Path work() {
    return folder.resolve("work");
  }

  private PluginFile open(Path file) throws IOException {
    return PluginFile.open(file, work());
  }

  private Path zip(String name, List<String> entries) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream bytes = Files.newOutputStream(file);
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (String entry : entries) {
        out.putNextEntry(new ZipEntry(entry));
        out.write(JAR);
        out.closeEntry();
      }
    }
    return file;
  }

  private Path jar(String name) throws IOException {
    return Files.write(folder.resolve(name), JAR);
  }

  @ParameterizedTest
  @CsvSource({
    "mine-1.2.jar, mine, 1.2",
    "my-own-plugin-0.1.0-SNAPSHOT.jar, my-own-plugin, 0.1.0-SNAPSHOT",
    "a2-10.jar, a2, 10"
  })
  void takesIdAndVersionFromTheName(String name, String id, String version) throws IOException {
    PluginFile file = open(jar(name));

    assertThat(file.id()).isEqualTo(id);
    assertThat(file.version()).isEqualTo(version);
    assertThat(file.sdk()).isEqualTo("[0.1,0.2)");
  }

  @ParameterizedTest
  @CsvSource({
    "mine.jar, it names no id and version",
    "mine-x.jar, it names no id and version",
    "Mine-1.jar, 'its id has to consist of a-z, 0-9 and ''-'''",
    "mi_ne-1.jar, its id has to consist of",
    "..-1.jar, its id has to consist of"
  })
  void refusesANameThatTellsNoIdAndVersion(String name, String reason) throws IOException {
    Path file = jar(name);

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void refusesAManifestWhoseIdWouldLeaveItsFolder() throws IOException {
    Path file =
        PluginJar.in(folder)
            .manifest("Gatehouse-Plugin-Id", "../../etc")
            .manifest("Gatehouse-Plugin-Version", "1")
            .writeTo(folder.resolve("mine-1.jar"));

    assertThatThrownBy(() -> open(file)).hasMessageContaining("its id has to consist of");
  }

  @Test
  void loadsAPrivateCopyNamedByItsHash() throws IOException {
    Path file = jar("mine-1.jar");

    PluginFile opened = open(file);
    Files.writeString(file, "overwritten in place");

    assertThat(opened.jars()).containsExactly(work().resolve(opened.sha256() + ".jar"));
    assertThat(opened.jars().getFirst()).hasBinaryContent(JAR);
  }

  @Test
  void leavesNothingHalfDoneBehind() throws IOException {
    Path file = Files.writeString(folder.resolve("bad-1.zip"), "no zip");

    assertThatThrownBy(() -> open(file)).hasMessageContaining("it is not a zip");
    try (Stream<Path> left = Files.walk(work())) {
      assertThat(left.filter(path -> path.toString().matches(".*\\.(tmp|part)"))).isEmpty();
    }
  }

  @Test
  void unpacksTheJarOnTopAndItsLibraries() throws IOException {
    PluginFile file =
        open(
            zip(
                "mine-1.zip",
                List.of("lib/b.jar", "README.md", "mine.jar", "lib/a-1.0+x_2.jar", "docs/")));

    assertThat(file.jars())
        .extracting(jar -> jar.getFileName().toString())
        .containsExactly("mine.jar", "lib-b.jar", "lib-a-1.0+x_2.jar");
    assertThat(file.jars()).allSatisfy(jar -> assertThat(jar).hasBinaryContent(JAR));
    assertThat(file.urls()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"lib//escaped.jar", "lib/deep/escaped.jar", "LIB/escaped.jar", "lib/.escaped.jar"})
  void refusesAZipWithAJarWhereNoneBelongs(String entry) throws IOException {
    Path file = zip("mine-1.zip", List.of("mine.jar", entry));

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not allowed; jars stand on top or in lib/")
        .message()
        .doesNotContainPattern("\\p{Cntrl}");
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(path -> path.toString().contains("caped"))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../escaped.jar",
        "/escaped.jar",
        "lib/../escaped.jar",
        "lib/../../../escaped.jar",
        "lib/./escaped.jar",
        "lib/..\\escaped.jar",
        "C:escaped.jar",
        "lib/es\ncaped.jar",
        "lib/es\u0000caped.jar",
        "../../escaped.sh"
      })
  void refusesNamesThatLeadElsewhere(String entry) throws IOException {
    Path zip = zip("mine-1.zip", List.of("mine.jar", entry));
    Path jar = Files.copy(zip, folder.resolve("mine-1.jar"));

    for (Path file : List.of(zip, jar)) {
      assertThatThrownBy(() -> open(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("would lead elsewhere")
          .message()
          .doesNotContainPattern("\\p{Cntrl}");
    }
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(path -> path.toString().contains("caped"))).isEmpty();
    }
  }

  @Test
  void writesNothingOfAZipButJars() throws IOException {
    open(zip("mine-1.zip", List.of("mine.jar", "run.sh")));

    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(path -> path.toString().endsWith(".sh"))).isEmpty();
    }
  }

  @Test
  void refusesAZipWithoutAJarOnTopOrWithTwo() throws IOException {
    Path none = zip("none-1.zip", List.of("lib/a.jar"));
    Path two = zip("two-1.zip", List.of("a.jar", "b.jar"));

    assertThatThrownBy(() -> open(none)).hasMessageContaining("exactly one jar on top, this has 0");
    assertThatThrownBy(() -> open(two)).hasMessageContaining("exactly one jar on top, this has 2");
  }

  @Test
  void refusesAZipWithTooManyEntries() throws IOException {
    String[] names = new String[1_001];
    Arrays.setAll(names, i -> i == 0 ? "mine.jar" : "lib/l" + i + ".jar");
    Path file = zip("mine-1.zip", List.of(names));

    assertThatThrownBy(() -> open(file)).hasMessageContaining("it has more than 1000 entries");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "PK\u0003\u0004 and no more"})
  void saysOfWhatIsNoJarThatItIsNone(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("bad-1.jar"), content);

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(IOException.class)
        .hasMessage("it is not a jar");
  }

  @Test
  void saysOfATruncatedJarThatItIsNone() throws IOException {
    Path file = Files.write(folder.resolve("bad-1.jar"), Arrays.copyOf(JAR, JAR.length / 2));

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(IOException.class)
        .hasMessage("it is not a jar");
  }

  private static byte[] bomb(int mebibytes) {
    return PluginJar.in(Path.of("unused")).entry("zeros", new byte[mebibytes << 20]).bytes();
  }

  @Test
  void refusesAJarThatUnpacksToFarMoreThanItIs() throws IOException {
    Path file = Files.write(folder.resolve("mine-1.jar"), bomb(8));

    assertThatThrownBy(() -> open(file))
        .hasMessage("its entry \"zeros\" unpacks to more than 200 times its size");
  }

  @Test
  void refusesABombInALibraryOfAZip() throws IOException {
    Path file = folder.resolve("mine-1.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry("mine.jar"));
      out.write(JAR);
      out.putNextEntry(new ZipEntry("lib/harmless.jar"));
      out.write(bomb(8));
    }

    assertThatThrownBy(() -> open(file))
        .hasMessageContaining("of its jar lib-harmless.jar: its entry \"zeros\" unpacks to more");
  }

  @Test
  void refusesAJarThatPacksItsLibrariesAsJars() throws IOException {
    Path file =
        PluginJar.in(folder).entry("lib/library.jar", JAR).writeTo(folder.resolve("mine-1.jar"));

    assertThatThrownBy(() -> open(file))
        .hasMessageContaining("it is a jar with jars inside (\"lib/library.jar\")")
        .hasMessageContaining("pack a zip");
  }

  @Test
  void refusesAClassPathThatLeadsToFilesNobodyChecked() throws IOException {
    Path file =
        PluginJar.in(folder)
            .manifest("Class-Path", "../elsewhere.jar")
            .writeTo(folder.resolve("mine-1.jar"));

    assertThatThrownBy(() -> open(file)).hasMessageContaining("its manifest has a Class-Path");
  }

  @Test
  void keepsLibrariesThatNameTheirNeighbours() throws IOException {
    byte[] library =
        PluginJar.in(folder).manifest("Class-Path", "neighbour.jar").entry("x", JAR).bytes();
    Path file = folder.resolve("mine-1.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry("mine.jar"));
      out.write(JAR);
      out.putNextEntry(new ZipEntry("lib/library.jar"));
      out.write(library);
    }

    assertThat(open(file).jars()).hasSize(2);
  }
}
