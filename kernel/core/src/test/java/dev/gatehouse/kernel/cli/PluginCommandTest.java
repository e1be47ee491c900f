package dev.gatehouse.kernel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// What the commands around plugins write, apart from what they install, which is tested where it
/// is done.
class PluginCommandTest {
  @TempDir Path folder;
  @TempDir Path home;

  private int run(String... arguments) {
    return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments);
  }

  @ParameterizedTest
  @EnumSource(PluginProject.Kind.class)
  void fillsTheArchetypeOfEachKind(PluginProject.Kind kind) throws Exception {
    archetype(kind);

    new PluginProject("my-own", kind, home).write(folder.resolve("my-own"));

    Path project = folder.resolve("my-own");
    assertThat(project.resolve("src/main/java/com/example/myown/MyOwnPlugin.java"))
        .hasContent("package com.example.myown; class MyOwnPlugin { String id = \"my-own\"; }");
    assertThat(project.resolve("src/main/resources/META-INF/services/x"))
        .hasContent("com.example.myown.MyOwnPlugin");
    assertThat(project.resolve("pom.xml"))
        .content()
        .contains("com.example my-own 1.0.0 ${left.alone}", home.toString());
    assertThat(project.resolve(".mvn/maven.config")).exists();
    assertThat(project.resolve(".gitignore")).exists();
  }

  @Test
  void findsAPackageForANameThatIsAKeyword() throws Exception {
    archetype(PluginProject.Kind.FILTER);

    new PluginProject("new", PluginProject.Kind.FILTER, home).write(folder.resolve("new"));

    assertThat(folder.resolve("new/src/main/java/com/example/newplugin")).isDirectory();
  }

  @Test
  void saysWhatIsMissingWhereThereIsNoDistribution() {
    assertThatThrownBy(() ->
            new PluginProject("my-own", PluginProject.Kind.SINK, home).write(folder.resolve("x")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gatehouse-archetype-sink")
        .hasMessageContaining("unpacked distribution");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  private void archetype(PluginProject.Kind kind) throws IOException {
    Path version =
        Files.createDirectories(
            home.resolve("sdk/dev/gatehouse/gatehouse-archetype-" + kind.id() + "/1"));
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(version.resolve("archetype-1.jar")))) {
      Map.of(
              "META-INF/MANIFEST.MF",
              "",
              "archetype-resources/pom.xml",
              "${groupId} ${artifactId} ${version} ${left.alone} ${env.GATEHOUSE_HOME}",
              "archetype-resources/src/main/java/__className__Plugin.java",
              "package ${package}; class ${className}Plugin { String id = \"${artifactId}\"; }",
              "archetype-resources/src/main/resources/META-INF/services/x",
              "${package}.${className}Plugin")
          .forEach((name, text) -> {
            try {
              zip.putNextEntry(new ZipEntry(name));
              zip.write(text.getBytes(UTF_8));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  @Test
  void writesOverNothing() throws Exception {
    Files.createDirectory(folder.resolve("mine"));

    assertThat(run("plugin", "new", "mine", "--in", folder.toString())).isEqualTo(1);
    assertThat(folder.resolve("mine")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../mine", "Mine", "1st", "mine-", "my_own"})
  void refusesNamesThatAreNoIds(String name) {
    assertThat(run("plugin", "new", name, "--in", folder.toString())).isEqualTo(2);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void alignsColumns() {
    assertThat(PluginTexts.table(List.of(List.of("ID", "STATE"), List.of("long-id", "active"))))
        .containsExactly("ID       STATE", "long-id  active");
  }
}
