package dev.gatehouse.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a new generation takes over from the one before, and what it makes anew.
class CarryOverTest {
  @TempDir Path folder;
  private HostFixture host;

  @BeforeEach
  void start() throws IOException {
    host = new HostFixture(folder);
    host.drop("mine-1.jar", host.jar().plugin("one", PluginJar.PLAIN_FILTER));
  }

  @AfterEach
  void close() {
    host.close();
  }

  /// Loads the configuration, and returns the first filter of the first route.
  private Object filterOf(String yaml) throws IOException {
    host.configure(yaml);
    host.reloadsWell();
    Generation generation = host.holder.acquire();
    try {
      return generation.filters(generation.config().routes().getFirst()).getFirst().it();
    } finally {
      generation.release();
    }
  }

  @Test
  void takesOverAnInstanceThatOnlyMovedInTheFile() throws IOException {
    Object before = filterOf("filters: [ { one: { text: a } } ]");

    assertThat(filterOf("# a comment\n\nfilters:\n  - one:\n      text: a\n")).isSameAs(before);
    assertThat(filterOf("server: { port: 0 }\nfilters:\n  - { one: { text: 'a' } }\n"))
        .isSameAs(before);
  }

  @Test
  void takesOverAnInstanceWhoseWayOfUseChanged() throws IOException {
    Object before = filterOf("filters: [ { one: { text: a } } ]");

    assertThat(filterOf("filters: [ { one: { text: a }, on-error: open, timeout: 3s } ]"))
        .isSameAs(before);
  }

  @Test
  void makesAnInstanceAnewWhenItsSettingsChange() throws IOException {
    Object before = filterOf("filters: [ { one: { text: a } } ]");

    assertThat(filterOf("filters: [ { one: { text: b } } ]")).isNotSameAs(before);
  }

  @Test
  void makesAnInstanceAnewWhenAFileThatItsSettingsNameChanges() throws IOException {
    Files.writeString(folder.resolve("text"), "a");
    String yaml = "filters: [ { one: { text: '${file:text}' } } ]";
    Object before = filterOf(yaml);
    assertThat(filterOf(yaml)).isSameAs(before);

    Files.writeString(folder.resolve("text"), "b");

    assertThat(filterOf(yaml)).isNotSameAs(before);
  }

  @Test
  void makesAnInstanceAnewWhenConsumersChange() throws IOException {
    Object before = filterOf("filters: [ one ]\nconsumers: { c: { roles: [ a ] } }");

    assertThat(filterOf("filters: [ one ]\n\nconsumers:\n  c:\n    roles: a\n")).isSameAs(before);
    assertThat(filterOf("filters: [ one ]\nconsumers: { c: { roles: [ b ] } }"))
        .isNotSameAs(before);
  }

  @Test
  void takesOverAPluginWhoseFileWasOnlyTouched() throws IOException {
    Object before = filterOf("filters: [ one ]");
    Path jar = host.plugins.resolve("mine-1.jar");

    Files.setLastModifiedTime(jar, java.nio.file.attribute.FileTime.fromMillis(1_000_000));

    assertThat(filterOf("filters: [ one ]")).isSameAs(before);
  }

  @Test
  void replacesAPluginByAFileOfTheSameSizeAndTime() throws IOException {
    Path jar = host.plugins.resolve("mine-1.jar");
    Object before = filterOf("filters: [ one ]");
    var time = Files.getLastModifiedTime(jar);
    byte[] other = Files.readAllBytes(jar);
    // The time of an entry stands in the local header of a zip and nobody judges it.
    other[10] ^= 1;
    Path beside = Files.write(folder.resolve("beside"), other);
    Files.setLastModifiedTime(beside, time);

    Files.move(beside, jar, java.nio.file.StandardCopyOption.ATOMIC_MOVE);

    assertThat(filterOf("filters: [ one ]")).isNotSameAs(before);
  }
}
