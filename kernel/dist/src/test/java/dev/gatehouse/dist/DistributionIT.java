package dev.gatehouse.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The packaged distribution: what stands where, and what each bundled plugin brings along.
class DistributionIT {
  private static final Path HOME = Path.of(System.getProperty("gatehouse.home"));

  static List<Path> bundledPlugins() throws IOException {
    try (Stream<Path> files = Files.list(HOME.resolve("lib/plugins"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void holdsEverythingToRun() {
    assertThat(HOME.resolve("bin/gatehouse")).isExecutable();
    assertThat(HOME.resolve("lib/find-jdk.sh")).isReadable();
    assertThat(HOME.resolve("conf/gatehouse.example.yaml")).isNotEmptyFile();
    assertThat(HOME.resolve("LICENSE")).isNotEmptyFile();
    assertThat(HOME.resolve("NOTICE")).isNotEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gatehouse-kernel", "gatehouse-sdk-api", "gatehouse-console"})
  void holdsOurOwnLibraries(String name) {
    assertThat(HOME.resolve("lib"))
        .isDirectoryContaining(file -> file.getFileName().toString().startsWith(name + "-"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lucene", "caffeine", "opentelemetry-sdk", "junit", "gatehouse-plugin"})
  void keepsWhatBelongsToPluginsAndTestsOutOfTheKernel(String name) {
    assertThat(HOME.resolve("lib"))
        .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith(name));
  }

  @Test
  void bundlesTheNinePlugins() throws IOException {
    assertThat(bundledPlugins())
        .extracting(file -> file.getFileName().toString().replaceFirst("-[0-9].*", ""))
        .containsExactly(
            "anthropic",
            "api-key",
            "cache",
            "experiment",
            "history",
            "openai",
            "simulated",
            "telemetry",
            "transform");
  }

  @ParameterizedTest
  @MethodSource("bundledPlugins")
  void aPluginsManifestAgreesWithItsFileName(Path plugin) throws IOException {
    var attributes = manifest(plugin).getMainAttributes();

    assertThat(
            attributes.getValue("Gatehouse-Plugin-Id")
                + "-"
                + attributes.getValue("Gatehouse-Plugin-Version"))
        .isEqualTo(plugin.getFileName().toString().replaceFirst("\\.(jar|zip)$", ""));
    assertThat(attributes.getValue("Gatehouse-Sdk")).isEqualTo("[0.1,0.2)");
  }

  @ParameterizedTest
  @MethodSource("bundledPlugins")
  void aPluginBringsNothingThatTheGatewayShares(Path plugin) throws IOException {
    try (ZipFile zip = new ZipFile(plugin.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName).filter(name -> name.startsWith("lib/")))
          .noneMatch(name ->
              name.matches(
                  "lib/(gatehouse-|jackson-|jakarta\\.validation|jspecify"
                      + "|opentelemetry-(api|context|common)-).*"));
    }
  }

  @Test
  void aPluginWithLibrariesIsAZipWithItsJarOnTop() throws IOException {
    Path history =
        bundledPlugins().stream()
            .filter(file -> file.getFileName().toString().startsWith("history-"))
            .findFirst()
            .orElseThrow();

    try (ZipFile zip = new ZipFile(history.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .anyMatch(name -> name.matches("gatehouse-history-[^/]*\\.jar"))
          .anyMatch(name -> name.matches("lib/lucene-core-[^/]*\\.jar"));
    }
  }

  static List<Path> sdkArtifacts() throws IOException {
    try (Stream<Path> artifacts = Files.list(HOME.resolve("sdk/dev/gatehouse"))) {
      return artifacts.sorted().toList();
    }
  }

  @Test
  void theSdkIsAMavenRepositoryWithAllThatAPluginIsTestedWith() throws IOException {
    assertThat(sdkArtifacts())
        .extracting(artifact -> artifact.getFileName().toString())
        .containsExactly(
            "gatehouse-archetype-authenticator",
            "gatehouse-archetype-filter",
            "gatehouse-archetype-provider",
            "gatehouse-archetype-router",
            "gatehouse-archetype-sink",
            "gatehouse-archetypes",
            "gatehouse-kernel",
            "gatehouse-maven-plugin",
            "gatehouse-parent",
            "gatehouse-plugin-anthropic",
            "gatehouse-plugin-openai",
            "gatehouse-plugin-simulated",
            "gatehouse-sdk-api",
            "gatehouse-sdk-bom",
            "gatehouse-sdk-tck",
            "gatehouse-sdk-testkit");
  }

  /// Maven never looks again at a snapshot that it has under the same file name, so a plugin would
  /// be built against yesterday's SDK for ever.
  @ParameterizedTest
  @MethodSource("sdkArtifacts")
  void eachBuildOfTheSdkHasFileNamesOfItsOwn(Path artifact) throws IOException {
    Path version;
    try (Stream<Path> versions = Files.list(artifact)) {
      version = versions.reduce((_, _) -> Path.of("more than one")).orElseThrow();
    }
    String plain = version.getFileName().toString();
    String file = plain;
    if (plain.endsWith("-SNAPSHOT")) {
      String metadata = Files.readString(version.resolve("maven-metadata.xml"));
      assertThat(metadata).contains("<buildNumber>1</buildNumber>");
      file =
          plain.replace("SNAPSHOT", "")
              + metadata.replaceFirst("(?s).*<timestamp>(\\d{8}\\.\\d{6})</timestamp>.*", "$1")
              + "-1";
    }
    assertThat(version.resolve(artifact.getFileName() + "-" + file + ".pom")).isNotEmptyFile();
    try (Stream<Path> files = Files.list(version)) {
      assertThat(files)
          .extracting(each -> each.getFileName().toString())
          .allMatch(name -> !name.contains("SNAPSHOT"));
    }
  }

  /// Reads the manifest of a plugin jar, or of the jar on top of a plugin zip.
  private static Manifest manifest(Path plugin) throws IOException {
    if (plugin.toString().endsWith(".jar")) {
      return manifest(Files.newInputStream(plugin));
    }
    try (ZipFile zip = new ZipFile(plugin.toFile())) {
      ZipEntry jar =
          zip.stream().filter(e -> e.getName().matches("[^/]*\\.jar")).findFirst().orElseThrow();
      return manifest(zip.getInputStream(jar));
    }
  }

  private static Manifest manifest(InputStream jar) throws IOException {
    try (JarInputStream in = new JarInputStream(jar)) {
      assertThat(in.getManifest()).isNotNull();
      return in.getManifest();
    }
  }
}
