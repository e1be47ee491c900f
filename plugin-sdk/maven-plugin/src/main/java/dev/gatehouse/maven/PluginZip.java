package dev.gatehouse.maven;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The file of a plugin with libraries: its jar on top, the libraries in `lib/`. The same content
/// gives the same bytes.
final class PluginZip {
  private PluginZip() {}

  /// Writes the zip, whole or not at all.
  ///
  /// @param time what to give all entries as their time
  /// @throws IOException when two libraries have the same file name, or one is no file
  static void write(Path zip, Path jar, List<Path> libraries, Instant time) throws IOException {
    Path part = zip.resolveSibling(zip.getFileName() + ".part");
    Set<String> names = new HashSet<>();
    try (OutputStream file = Files.newOutputStream(part);
        ZipOutputStream out = new ZipOutputStream(file)) {
      add(out, jar.getFileName().toString(), jar, time);
      for (Path library : libraries) {
        if (!Files.isRegularFile(library)) {
          throw new IOException(
              library
                  + " is no jar; run the phase package, so that modules of this build are jars");
        }
        String name = library.getFileName().toString();
        if (!names.add(name)) {
          throw new IOException(
              "two libraries are called " + name + "; exclude one of them from the dependencies");
        }
        add(out, "lib/" + name, library, time);
      }
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    Files.move(part, zip, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void add(ZipOutputStream out, String name, Path file, Instant time)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setLastModifiedTime(FileTime.from(time));
    out.putNextEntry(entry);
    Files.copy(file, out);
    out.closeEntry();
  }
}
