package dev.gatehouse.kernel.plugin.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;

/// Somebody with a key and a certificate, made by the JDK's own tool, who signs files.
record Signer(Path store, Path certificate) {
  private static final String PASSWORD = "changeit";

  /// Makes one whose certificate is its own authority.
  static Signer named(String name, Path folder) throws IOException, InterruptedException {
    Path store = folder.resolve(name + ".p12");
    keytool("-genkeypair", store, "-keyalg", "EC", "-dname", "CN=" + name, "-validity", "30");
    Path certificate = folder.resolve(name + ".pem");
    keytool("-exportcert", store, "-rfc", "-file", certificate.toString());
    return new Signer(store, certificate);
  }

  private static void keytool(String what, Path store, String... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                what,
                "-alias",
                "signer",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  /// Signs a jar or zip.
  Path sign(Path file, Path signed) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    JarSigner signer =
        new JarSigner.Builder(
                (PrivateKey) keys.getKey("signer", PASSWORD.toCharArray()),
                CertificateFactory.getInstance("X.509")
                    .generateCertPath(List.of(keys.getCertificateChain("signer"))))
            .build();
    try (ZipFile in = new ZipFile(file.toFile());
        OutputStream out = Files.newOutputStream(signed)) {
      signer.sign(in, out);
    }
    return signed;
  }
}
