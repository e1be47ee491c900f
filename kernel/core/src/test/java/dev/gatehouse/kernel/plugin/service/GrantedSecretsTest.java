package dev.gatehouse.kernel.plugin.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.kernel.config.References;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantedSecretsTest {
  @TempDir Path folder;

  private GrantedSecrets secrets(String... granted) {
    return new GrantedSecrets(
        "mine",
        List.of(granted),
        new References(Map.of("MINE_KEY", "canary", "OTHER_KEY", "canary"), folder));
  }

  @Test
  void givesWhatWasGrantedByItsBeginning() throws Exception {
    Files.writeString(folder.resolve("key"), "first");
    GrantedSecrets secrets = secrets("env:MINE_", "file:key");

    assertThat(secrets.get("${MINE_KEY}").reveal()).isEqualTo("canary");
    var file = secrets.get("${file:key}");
    assertThat(file.reveal()).isEqualTo("first");
    Files.writeString(folder.resolve("key"), "second");
    assertThat(file.reveal()).as("read anew at each use").isEqualTo("second");
  }

  @Test
  void refusesOthersAndTellsNoValue() {
    for (String reference :
        List.of("${OTHER_KEY}", "${file:../key}", "${file:key}", "canary", "${MINE_KEY}x")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> secrets("env:MINE_", "file:../").get(reference))
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("canary"));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> secrets("env:MINE_").get("${OTHER_KEY}"))
        .withMessageContaining("\"env:OTHER_KEY\"")
        .withMessageContaining("permissions.secrets");
  }
}
