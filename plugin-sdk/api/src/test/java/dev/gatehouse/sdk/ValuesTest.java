package dev.gatehouse.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sdk.ai.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  @ParameterizedTest
  @CsvSource({
    "512B,512",
    "512,512",
    "1KiB,1024",
    "2kB,2000",
    "64MiB,67108864",
    "1 GiB,1073741824",
    "3MB,3000000"
  })
  void readsSizes(String text, long bytes) {
    assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    assertThat(ByteSize.parse(ByteSize.parse(text).toString()).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5MiB", "10 apples", "99999999999999GiB"})
  void refusesWhatIsNoSizeAndSaysWhatIsAllowed(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("size");
  }

  @Test
  void hidesASecretInEveryText() {
    Secret secret = Secret.of("s3cret");

    assertThat(secret.reveal()).isEqualTo("s3cret");
    assertThat(secret + String.valueOf(secret) + "%s".formatted(secret)).doesNotContain("s3cret");
  }

  @Test
  void resolvesASecretAtEachUse() {
    StringBuilder file = new StringBuilder("one");
    Secret secret = Secret.resolving(file::toString);
    assertThat(secret.reveal()).isEqualTo("one");

    file.setLength(0);
    file.append("two");
    assertThat(secret.reveal()).isEqualTo("two");
  }

  @Test
  void mergesUsageThatArrivesInPieces() {
    Usage merged = new Usage(12, 1, 4, 0, 0, "{a}").merge(new Usage(0, 30, 0, 0, 7, "{b}"));

    assertThat(merged).isEqualTo(new Usage(12, 30, 4, 0, 7, "{b}"));
    assertThat(merged.total()).isEqualTo(42);
  }
}
