package dev.gatehouse.kernel.plugin.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.CertPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who signed a jar or zip, as the JDK's `jarsigner` does it, and whether the signature covers all
/// of it.
///
/// The JDK checks an entry's digest only when the entry is read to its end, so each one is. What it
/// lets pass is looked for here: entries that nobody signed, and signed ones that were taken out.
///
/// @param signers the certificate paths of those who signed every entry, the signer's own first
/// @param complaint why the file counts as not signed, or null when somebody signed all of it
public record SignedArchive(List<CertPath> signers, @Nullable String complaint) {
  private static final Pattern OF_THE_SIGNATURE =
      Pattern.compile("META-INF/(MANIFEST\\.MF|SIG-[^/]*|[^/]*\\.(SF|RSA|DSA|EC))");

  /// Copies the list.
  public SignedArchive {
    signers = List.copyOf(signers);
  }

  /// Reads all of a file.
  public static SignedArchive of(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile(), true)) {
      return new Reading(jar).result();
    } catch (SecurityException e) {
      return refused("its signature is broken: " + e.getMessage());
    }
  }

  /// Returns the names of the signers; empty when it is not signed.
  public Set<String> names() {
    Set<String> names = new HashSet<>();
    signers.forEach(signer -> names.add(TrustStore.name(signer)));
    return names;
  }

  private static SignedArchive refused(String complaint) {
    return new SignedArchive(List.of(), complaint);
  }

  /// One pass over a file.
  private static final class Reading {
    private final JarFile jar;
    private @Nullable Set<CodeSigner> common;
    private @Nullable String notSigned;
    private boolean claimsToBeSigned;

    Reading(JarFile jar) {
      this.jar = jar;
    }

    SignedArchive result() throws IOException {
      for (JarEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName().toUpperCase(Locale.ROOT);
        claimsToBeSigned |= name.startsWith("META-INF/") && name.endsWith(".SF");
        if (entry.isDirectory()) {
          continue;
        }
        try (InputStream in = jar.getInputStream(entry)) {
          in.transferTo(OutputStream.nullOutputStream());
        } catch (SecurityException e) {
          return refused(
              "its entry " + shown(entry.getName()) + " was changed after it was signed");
        }
        if (!OF_THE_SIGNATURE.matcher(name).matches()) {
          take(entry);
        }
      }
      return judged();
    }

    private void take(JarEntry entry) {
      CodeSigner[] signers = entry.getCodeSigners();
      if (signers == null) {
        notSigned = notSigned == null ? entry.getName() : notSigned;
      } else if (common == null) {
        common = new HashSet<>(List.of(signers));
      } else {
        common.retainAll(List.of(signers));
      }
    }

    private SignedArchive judged() throws IOException {
      if (common == null) {
        return refused(
            claimsToBeSigned
                ? "its signature is broken, or made with an algorithm that Java no longer accepts"
                : "it is not signed");
      }
      if (notSigned != null) {
        return refused("its entry " + shown(notSigned) + " was added after it was signed");
      }
      Manifest manifest = jar.getManifest();
      for (String name : manifest == null ? Set.<String>of() : manifest.getEntries().keySet()) {
        if (jar.getEntry(name) == null) {
          return refused("its entry " + shown(name) + " was taken out after it was signed");
        }
      }
      if (common.isEmpty()) {
        return refused("its entries are signed by different signers");
      }
      List<CertPath> paths = new ArrayList<>();
      common.forEach(signer -> paths.add(signer.getSignerCertPath()));
      return new SignedArchive(paths, null);
    }

    private static String shown(String name) {
      String line = name.replaceAll("\\p{Cntrl}", "?");
      return line.length() > 100 ? line.substring(0, 100) + "…" : line;
    }
  }
}
