package dev.gatehouse.kernel.plugin.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Reads every entry of a jar or zip once, and refuses what could harm: names that lead elsewhere,
/// the same name twice, too much of anything. Sizes are counted, since what a file says of its
/// entries need not be so.
final class ArchiveCheck {
  /// How much is too much.
  ///
  /// @param entries the most entries
  /// @param bytes the most bytes of all entries unpacked
  record Limits(int entries, long bytes) {
    /// For a plugin's zip, which holds jars.
    static final Limits ZIP = new Limits(1_000, 512L << 20);

    /// For a jar, which holds classes.
    static final Limits JAR = new Limits(50_000, 512L << 20);
  }

  // Classes and texts pack 2 to 20 times, zeros a thousand times. Small entries do no harm.
  private static final int MOST_RATIO = 200;
  private static final long RATIO_COUNTS_FROM = 1L << 20;

  private ArchiveCheck() {}

  /// Checks a file.
  ///
  /// @param what `jar` or `zip`
  /// @return the bytes of all entries unpacked
  /// @throws BadArchive when it is refused
  static long check(Path file, String what, Limits limits) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return check(zip, limits);
    } catch (ZipException e) {
      throw new BadArchive("it is not a " + what, e);
    }
  }

  private static long check(ZipFile zip, Limits limits) throws IOException {
    if (zip.size() > limits.entries()) {
      throw new BadArchive("it has more than " + limits.entries() + " entries");
    }
    Set<String> names = new HashSet<>();
    long left = limits.bytes();
    byte[] buffer = new byte[64 * 1024];
    for (ZipEntry entry : Collections.list(zip.entries())) {
      checkName(entry.getName());
      if (!names.add(entry.getName())) {
        throw new BadArchive("its entry \"" + printable(entry.getName()) + "\" is there twice");
      }
      left -= unpacked(zip, entry, buffer, left, limits);
    }
    return limits.bytes() - left;
  }

  private static void checkName(String name) throws BadArchive {
    boolean leads =
        name.isEmpty()
            || name.startsWith("/")
            || name.indexOf('\\') >= 0
            || name.matches("(?s)[A-Za-z]:.*")
            || name.chars().anyMatch(Character::isISOControl);
    for (String part : name.split("/", -1)) {
      leads |= part.equals("..") || part.equals(".");
    }
    if (leads) {
      throw new BadArchive("its entry \"" + printable(name) + "\" would lead elsewhere");
    }
  }

  private static long unpacked(ZipFile zip, ZipEntry entry, byte[] buffer, long most, Limits limits)
      throws IOException {
    long size = 0;
    long packed = Math.max(1, entry.getCompressedSize());
    try (InputStream in = zip.getInputStream(entry)) {
      if (in == null) {
        throw new BadArchive("its entry \"" + printable(entry.getName()) + "\" cannot be read");
      }
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        size += n;
        if (size > most) {
          throw new BadArchive("it unpacks to more than " + (limits.bytes() >> 20) + " MiB");
        }
        if (size > RATIO_COUNTS_FROM && size / packed > MOST_RATIO) {
          throw new BadArchive(
              "its entry \""
                  + printable(entry.getName())
                  + "\" unpacks to more than "
                  + MOST_RATIO
                  + " times its size");
        }
      }
    }
    return size;
  }

  /// A name from a file of strangers goes into logs as one line of bounded length.
  static String printable(String name) {
    String line = name.replaceAll("\\p{Cntrl}", "?");
    return line.length() > 100 ? line.substring(0, 100) + "…" : line;
  }
}
