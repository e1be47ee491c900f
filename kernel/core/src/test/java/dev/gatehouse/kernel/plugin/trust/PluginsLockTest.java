package dev.gatehouse.kernel.plugin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginsLockTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);

  @TempDir Path folder;

  private Path file() {
    return folder.resolve(PluginsLock.FILE);
  }

  @Test
  void readsWhatItWroteInAFixedOrder() throws IOException {
    PluginsLock lock =
        PluginsLock.EMPTY
            .with(new PluginsLock.Entry("two", "1.0", B, null))
            .with(new PluginsLock.Entry("one", "1.0", A, "CN=Me"));
    lock.write(file());

    assertThat(PluginsLock.read(file())).isEqualTo(lock);
    assertThat(Files.readString(file()).indexOf("\"one\""))
        .isLessThan(Files.readString(file()).indexOf("\"two\""));
  }

  @Test
  void aMissingFileAllowsNothing() throws IOException {
    assertThat(PluginsLock.read(file()).plugins()).isEmpty();
  }

  @Test
  void anEntryOfTheSameHashIsReplacedAndOneOfAnotherVersionIsNot() {
    PluginsLock lock =
        PluginsLock.EMPTY
            .with(new PluginsLock.Entry("one", "1.0", A, null))
            .with(new PluginsLock.Entry("one", "2.0", B, null))
            .with(new PluginsLock.Entry("one", "2.0", B, "CN=Me"));

    assertThat(lock.byId("one")).hasSize(2);
    assertThat(lock.bySha256(B).signer()).isEqualTo("CN=Me");
    assertThat(lock.without(entry -> entry.version().equals("1.0")).plugins()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no json",
        "{\"plugins\":[{\"id\":\"one\",\"version\":\"1\",\"sha256\":\"short\"}]}",
        "{\"plugins\":[{\"id\":\"one\",\"version\":\"1\"}]}",
        "{\"plugin\":[]}",
        "{\"plugins\":[],\"plugins\":[]}"
      })
  void refusesAFileItCannotUnderstandAndNamesIt(String text) throws IOException {
    Files.writeString(file(), text);

    assertThatThrownBy(() -> PluginsLock.read(file()))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("(?s).*" + PluginsLock.FILE + "(:1:\\d+)? cannot be understood: .+");
  }
}
