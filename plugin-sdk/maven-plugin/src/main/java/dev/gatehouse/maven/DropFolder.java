package dev.gatehouse.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The folder that a gateway watches for plugins.
///
/// @param folder made when it is not there
record DropFolder(Path folder) {
  /// Puts a file there under a name, whole or not at all, in place of one of that name.
  ///
  /// @return the hash of its bytes in hexadecimal, as the gateway tells it
  String put(Path file, String name) throws IOException {
    Files.createDirectories(folder);
    // Gateways pass over this ending, so they never see half a file.
    Path arriving = folder.resolve(name + ".part");
    Files.copy(file, arriving, StandardCopyOption.REPLACE_EXISTING);
    String hash = sha256(arriving);
    Files.move(
        arriving,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    return hash;
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
