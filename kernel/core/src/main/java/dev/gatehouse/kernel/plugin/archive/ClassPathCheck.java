package dev.gatehouse.kernel.plugin.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/// Refuses jars that would make the class loader look into files that nobody hashed, and jars with
/// jars in them, which nothing would load.
final class ClassPathCheck {
  private ClassPathCheck() {}

  /// Checks a jar.
  ///
  /// @param ownJar whether it is the plugin's own rather than a library's
  static void check(Path jar, boolean ownJar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      Manifest manifest = file.getManifest();
      String classPath =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      if (classPath != null && !classPath.isBlank() && (ownJar || leavesItsFolder(classPath))) {
        throw new BadArchive(
            (ownJar ? "its manifest" : "the manifest of its library " + jar.getFileName())
                + " has a Class-Path, which names files beside it that nobody checked; put libraries"
                + " into lib/ of a zip");
      }
      if (ownJar) {
        refuseJarsInside(file);
      }
    } catch (ZipException e) {
      throw new BadArchive("it is not a jar", e);
    }
  }

  /// Libraries name their neighbours here; those names mean nothing in a plugin's folder.
  private static boolean leavesItsFolder(String classPath) {
    for (String element : classPath.strip().split("\\s+", -1)) {
      if (element.contains(":") || element.startsWith("/") || element.contains("..")) {
        return true;
      }
    }
    return false;
  }

  private static void refuseJarsInside(JarFile file) throws BadArchive {
    for (ZipEntry entry : (Iterable<ZipEntry>) file.stream().<ZipEntry>map(e -> e)::iterator) {
      if (entry.getName().matches("(BOOT-INF/|WEB-INF/|META-INF/)?lib/[^/]+\\.jar")) {
        throw new BadArchive(
            "it is a jar with jars inside (\""
                + ArchiveCheck.printable(entry.getName())
                + "\"), which are not loaded; pack a zip with the plugin's jar on top and libraries in lib/");
      }
    }
  }
}
