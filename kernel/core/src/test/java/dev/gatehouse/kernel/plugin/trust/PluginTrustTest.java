package dev.gatehouse.kernel.plugin.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.config.PluginPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who let a file in where every file is.
class PluginTrustTest {
  private static final String HASH = "ab".repeat(32);
  @TempDir Path folder;

  private String letInBy(String version) throws Exception {
    Path file = folder.resolve("mine.jar");
    return new PluginTrust(
            new TrustSettings(
                PluginPolicy.ANY, folder.resolve(PluginsLock.FILE), null, null, "install"))
        .judge(new PluginTrust.Candidate("mine", version, HASH, file, file))
        .by();
  }

  @Test
  void tellsWhatSomebodyAllowedFromWhatNobodyDid() throws Exception {
    PluginsLock.EMPTY
        .with(new PluginsLock.Entry("mine", "1", HASH, null))
        .write(folder.resolve(PluginsLock.FILE));

    assertThat(letInBy("1")).isEqualTo("lock");
    assertThat(letInBy("2")).isEqualTo("any");
  }

  @Test
  void needsNoReadableLock() throws Exception {
    assertThat(letInBy("1")).isEqualTo("any");

    Files.writeString(folder.resolve(PluginsLock.FILE), "{");

    assertThat(letInBy("1")).isEqualTo("any");
  }
}
