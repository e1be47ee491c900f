package dev.gatehouse.kernel.plugin.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// Unpacks the jars of a plugin zip, and nothing else. Entry names decide no path beyond the target
/// folder.
final class Unpacking {
  private static final Pattern JAR = Pattern.compile("(lib/)?([A-Za-z0-9][A-Za-z0-9._+-]*\\.jar)");
  private static final long MOST_INSIDE = 1L << 30;

  private Unpacking() {}

  /// Unpacks.
  ///
  /// @param ours whether the zip belongs to the distribution, whose jars are not looked through
  /// @return the jar on top, then the libraries
  static List<Path> unpack(Path zip, Path target, boolean ours) throws IOException {
    Files.createDirectories(target);
    @Nullable Path top = null;
    int tops = 0;
    List<Path> libraries = new ArrayList<>();
    long left = MOST_INSIDE;
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : Collections.list(file.entries())) {
        if (entry.isDirectory() || !entry.getName().endsWith(".jar")) {
          continue;
        }
        Matcher path = JAR.matcher(entry.getName());
        if (!path.matches()) {
          throw new BadArchive(
              "its entry \""
                  + ArchiveCheck.printable(entry.getName())
                  + "\" is not allowed; jars stand on top or in lib/");
        }
        boolean library = path.group(1) != null;
        Path jar = target.resolve((library ? "lib-" : "") + path.group(2));
        unpack(file, entry, jar);
        left -= ours ? 0 : inside(jar);
        if (left < 0) {
          throw new BadArchive("its jars unpack to more than " + (MOST_INSIDE >> 20) + " MiB");
        }
        if (library) {
          libraries.add(jar);
        } else {
          top = jar;
          tops++;
        }
      }
    } catch (ZipException e) {
      throw new BadArchive("it is not a zip", e);
    }
    if (top == null || tops != 1) {
      throw new BadArchive("a plugin zip has exactly one jar on top, this has " + tops);
    }
    libraries.addFirst(top);
    return libraries;
  }

  private static long inside(Path jar) throws IOException {
    try {
      return ArchiveCheck.check(jar, "jar", ArchiveCheck.Limits.JAR);
    } catch (BadArchive e) {
      throw new BadArchive("of its jar " + jar.getFileName() + ": " + e.getMessage(), e);
    }
  }

  private static void unpack(ZipFile file, ZipEntry entry, Path jar) throws IOException {
    Path part = jar.resolveSibling(jar.getFileName() + ".part");
    try (InputStream in = file.getInputStream(entry);
        OutputStream out = Files.newOutputStream(part)) {
      in.transferTo(out);
      Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
