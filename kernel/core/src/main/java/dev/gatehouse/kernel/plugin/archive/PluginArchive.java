package dev.gatehouse.kernel.plugin.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A private copy of a plugin file, named by its hash and unpacked if it is a zip.
///
/// The file in the watched folder may be overwritten at any time, which would break classes that
/// are loaded later, and would let in what nobody checked.
///
/// @param sha256 the hash of the file and of its copy, in hexadecimal
/// @param copy the private copy
/// @param jars the jars to load, the plugin's own first; for a jar the copy itself
public record PluginArchive(String sha256, Path copy, List<Path> jars) {
  private static final long LARGEST = 512L << 20;

  /// Copies the list.
  public PluginArchive {
    jars = List.copyOf(jars);
  }

  /// Copies, checks and unpacks a file.
  ///
  /// @param work the folder for private copies
  /// @param ours whether the file belongs to the distribution, whose files are not looked through
  ///   for traps at each start
  /// @throws BadArchive when the file is refused
  /// @throws IOException when the copy cannot be made
  public static PluginArchive open(Path source, Path work, boolean ours) throws IOException {
    Files.createDirectories(work);
    Path arriving = Files.createTempFile(work, "arriving", ".tmp");
    try {
      String sha256 = copy(source, arriving);
      boolean zip = source.getFileName().toString().endsWith(".zip");
      if (!ours) {
        check(arriving, zip);
      }
      Path copy = work.resolve(sha256 + (zip ? ".zip" : ".jar"));
      Files.move(
          arriving, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      List<Path> jars = zip ? Unpacking.unpack(copy, work.resolve(sha256), ours) : List.of(copy);
      for (int i = 0; i < jars.size() && !ours; i++) {
        ClassPathCheck.check(jars.get(i), i == 0);
      }
      return new PluginArchive(sha256, copy, jars);
    } finally {
      Files.deleteIfExists(arriving);
    }
  }

  private static void check(Path file, boolean zip) throws IOException {
    if (zip) {
      ArchiveCheck.check(file, "zip", ArchiveCheck.Limits.ZIP);
    } else {
      ArchiveCheck.check(file, "jar", ArchiveCheck.Limits.JAR);
    }
  }

  private static String copy(Path source, Path target) throws IOException {
    MessageDigest digest = hashing();
    try (InputStream in = new DigestInputStream(reading(source), digest);
        OutputStream out = Files.newOutputStream(target)) {
      byte[] buffer = new byte[64 * 1024];
      long size = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        size += n;
        if (size > LARGEST) {
          throw new BadArchive("it is larger than " + (LARGEST >> 20) + " MiB");
        }
        out.write(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static InputStream reading(Path source) throws IOException {
    try {
      return Files.newInputStream(source);
    } catch (AccessDeniedException e) {
      throw new BadArchive("it cannot be read: access is denied", e);
    } catch (NoSuchFileException e) {
      throw new BadArchive("it is not there", e);
    }
  }

  private static MessageDigest hashing() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
