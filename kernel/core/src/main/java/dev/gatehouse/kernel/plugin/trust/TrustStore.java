package dev.gatehouse.kernel.plugin.trust;

import dev.gatehouse.sdk.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The certificates of the signers that are trusted. Immutable.
///
/// A signer's own certificate in the store trusts that signer, for as long as it is there. The
/// certificate of an authority trusts whom it issued certificates to, while those are valid.
/// Revocation lists are not asked.
final class TrustStore {
  private final Set<X509Certificate> certificates;

  private TrustStore(Set<X509Certificate> certificates) {
    this.certificates = Set.copyOf(certificates);
  }

  /// Reads a store.
  ///
  /// @param password of a PKCS12 file, or null when it has none
  /// @throws IOException with a sentence that says what is wrong with the file
  static TrustStore read(Path file, @Nullable Secret password) throws IOException {
    Set<X509Certificate> found = new HashSet<>();
    try {
      for (Certificate certificate : isPkcs12(file) ? pkcs12(file, password) : pem(file)) {
        if (certificate instanceof X509Certificate x509) {
          found.add(x509);
        }
      }
    } catch (NoSuchFileException e) {
      throw new IOException("the trust store " + file + " is not there", e);
    } catch (GeneralSecurityException | IOException e) {
      throw new IOException(
          "the trust store "
              + file
              + " cannot be read; it is a PEM file of certificates, or PKCS12 (.p12, .pfx) with"
              + " plugins.trust-store-password",
          e);
    }
    if (found.isEmpty()) {
      throw new IOException("the trust store " + file + " holds no certificate");
    }
    return new TrustStore(found);
  }

  private static boolean isPkcs12(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".p12") || name.endsWith(".pfx");
  }

  private static Iterable<? extends Certificate> pem(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  private static Iterable<Certificate> pkcs12(Path file, @Nullable Secret password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password == null ? null : password.reveal().toCharArray());
    }
    Set<Certificate> all = new HashSet<>();
    for (String alias : Collections.list(store.aliases())) {
      Certificate certificate = store.getCertificate(alias);
      if (certificate != null) {
        all.add(certificate);
      }
    }
    return all;
  }

  /// Returns whether a signer is trusted.
  ///
  /// @param path the signer's certificates, its own first
  boolean trusts(CertPath path) {
    List<? extends Certificate> chain = path.getCertificates();
    if (chain.isEmpty()) {
      return false;
    }
    return certificates.contains(chain.getFirst()) || issuedByTrusted(chain);
  }

  private boolean issuedByTrusted(List<? extends Certificate> chain) {
    Set<TrustAnchor> anchors = new HashSet<>();
    certificates.forEach(certificate -> anchors.add(new TrustAnchor(certificate, null)));
    // The anchor itself is no part of the path that is checked.
    List<? extends Certificate> below =
        chain.stream().takeWhile(certificate -> !certificates.contains(certificate)).toList();
    try {
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(below), parameters);
      return true;
    } catch (CertPathValidatorException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform validates certificate paths", e);
    }
  }

  /// Returns the name in the signer's own certificate.
  static String name(CertPath path) {
    return path.getCertificates().isEmpty()
            || !(path.getCertificates().getFirst() instanceof X509Certificate signer)
        ? "unknown"
        : signer.getSubjectX500Principal().getName();
  }
}
