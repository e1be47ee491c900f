package dev.gatehouse.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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

  private int run(String... arguments) {
    return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments);
  }

  @ParameterizedTest
  @EnumSource(PluginProject.Kind.class)
  void writesAWholeProjectOfEachKind(PluginProject.Kind kind) throws Exception {
    assertThat(run("plugin", "new", "my-own", "--kind", kind.id(), "--in", folder.toString()))
        .isZero();

    Path project = folder.resolve("my-own");
    List<Path> files;
    try (Stream<Path> all = Files.walk(project)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertThat(files).hasSize(9);
    for (Path file : files) {
      assertThat(Files.readString(file)).as("%s", file).doesNotContain("{{");
    }
    assertThat(
            project.resolve(
                "src/main/resources/META-INF/services/dev.gatehouse.sdk.plugin.GatewayPlugin"))
        .hasContent("com.example.myown.MyOwnPlugin");
    assertThat(project.resolve("src/main/java/com/example/myown/MyOwnPlugin.java")).exists();
  }

  @Test
  void doesNotRepeatTheKindInNamesOfClasses() {
    assertThat(run("plugin", "new", "my-filter", "--in", folder.toString())).isZero();

    assertThat(folder.resolve("my-filter/src/main/java/com/example/myfilter"))
        .isDirectoryContaining("glob:**/MyFilter.java")
        .isDirectoryContaining("glob:**/MyPlugin.java");
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
  void findsAPackageForANameThatIsAKeyword() {
    assertThat(run("plugin", "new", "new", "--in", folder.toString())).isZero();
    assertThat(folder.resolve("new/src/main/java/com/example/newplugin")).isDirectory();
  }

  @Test
  void alignsColumns() {
    assertThat(PluginTexts.table(List.of(List.of("ID", "STATE"), List.of("long-id", "active"))))
        .containsExactly("ID       STATE", "long-id  active");
  }
}
