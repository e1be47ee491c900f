package dev.gatehouse.kernel.plugin.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.config.PluginPolicy;
import dev.gatehouse.sdk.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signed files, and what can be wrong with them.
class SignedTest {
  @TempDir static Path shared;
  private static Signer us;
  private static Signer stranger;
  private static Path signed;

  @TempDir Path folder;

  @BeforeAll
  static void sign() throws Exception {
    us = Signer.named("us", shared);
    stranger = Signer.named("stranger", shared);
    Path plain = write(shared.resolve("plain.jar"), Map.of("a.class", "a", "b/c.class", "c"));
    signed = us.sign(plain, shared.resolve("signed.jar"));
  }

  private static Path write(Path file, Map<String, String> entries) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue().getBytes(UTF_8));
      }
    }
    return file;
  }

  /// Copies a file with its entries changed, its signature left as it is.
  private Path tampered(Consumer<Map<String, byte[]>> change) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(signed.toFile())) {
      for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    change.accept(entries);
    Path file = folder.resolve("tampered.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return file;
  }

  private static PluginTrust.Verdict judge(
      Path file, @Nullable Path trusted, @Nullable Secret password) throws Untrusted {
    return new PluginTrust(
            new TrustSettings(
                PluginPolicy.SIGNED,
                Path.of("unused"),
                trusted,
                password,
                "gatehouse plugin install"))
        .judge(new PluginTrust.Candidate("mine", "1", "0", file, file));
  }

  private static void refused(Path file, String reason) {
    assertThatThrownBy(() -> judge(file, us.certificate(), null))
        .isInstanceOf(Untrusted.class)
        .hasMessageContaining(reason);
  }

  @Test
  void letsInWhatSomebodyTrustedSigned() throws Untrusted {
    PluginTrust.Verdict verdict = judge(signed, us.certificate(), null);

    assertThat(verdict.by()).isEqualTo("signature");
    assertThat(verdict.signer()).isEqualTo("CN=us");
  }

  @Test
  void readsATrustStoreInPkcs12WithItsPassword() throws Untrusted {
    assertThat(judge(signed, us.store(), Secret.of("changeit")).signer()).isEqualTo("CN=us");
    assertThatThrownBy(() -> judge(signed, us.store(), Secret.of("wrong-password")))
        .hasMessageContaining("cannot be read")
        .message()
        .doesNotContain("wrong-password");
  }

  @Test
  void refusesWhatNobodySigned() throws IOException {
    refused(
        write(folder.resolve("plain.jar"), Map.of("a.class", "a")),
        "it is not signed; plugins.policy asks for a signature");
  }

  @Test
  void refusesAStrangersSignatureAndNamesTheStranger() throws Exception {
    Path plain = write(folder.resolve("plain.jar"), Map.of("a.class", "a"));

    refused(stranger.sign(plain, folder.resolve("s.jar")), "it is signed by CN=stranger, whom");
  }

  @Test
  void refusesAnEntryThatWasChanged() throws IOException {
    refused(
        tampered(entries -> entries.put("b/c.class", "evil".getBytes(UTF_8))),
        "its entry b/c.class was changed after it was signed");
  }

  @Test
  void refusesAnEntryThatWasAdded() throws IOException {
    refused(
        tampered(entries -> entries.put("META-INF/services/x", "evil".getBytes(UTF_8))),
        "its entry META-INF/services/x was added after it was signed");
  }

  @Test
  void refusesWhenAnEntryWasTakenOut() throws IOException {
    refused(
        tampered(entries -> entries.remove("a.class")),
        "its entry a.class was taken out after it was signed");
  }

  @Test
  void refusesWhenTheSignatureItselfWasTakenOut() throws IOException {
    refused(
        tampered(entries -> entries.keySet().removeIf(name -> name.endsWith(".EC"))),
        "its signature is broken");
  }

  @Test
  void saysWhatIsMissingOfTheTrustStore() {
    assertThatThrownBy(() -> judge(signed, null, null))
        .hasMessageContaining("plugins.trust-store names no file");
    assertThatThrownBy(() -> judge(signed, folder.resolve("none.pem"), null))
        .hasMessageContaining("none.pem is not there");
  }
}
