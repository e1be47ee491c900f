package dev.gatehouse.kernel.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// A plugin's file: a jar, or a zip with the plugin's jar on top and its libraries in `lib/`.
///
/// What is loaded is a private copy named by its hash. The file in the watched folder may be
/// overwritten at any time, which would break classes that are loaded later.
///
/// @param source the file as it was found
/// @param sha256 its hash in hexadecimal
/// @param id the plugin's id
/// @param version the plugin's version
/// @param sdk the range of SDK versions it was built for
/// @param jars the private copies to load, the plugin's own first
record PluginFile(
    Path source, String sha256, String id, String version, String sdk, List<Path> jars) {
  private static final Pattern NAME = Pattern.compile("(.+?)-(\\d[^/]*)\\.(?:jar|zip)");
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final int MOST_ENTRIES = 1_000;
  private static final long MOST_BYTES = 512L << 20;

  /// Copies and reads a plugin file.
  ///
  /// @param work the folder for private copies
  /// @throws IOException when it is no plugin, with a message for people
  static PluginFile open(Path source, Path work) throws IOException {
    Files.createDirectories(work);
    Path arriving = Files.createTempFile(work, "arriving", ".tmp");
    try {
      String sha256 = copy(source, arriving);
      boolean zip = source.getFileName().toString().endsWith(".zip");
      Path copy = work.resolve(sha256 + (zip ? ".zip" : ".jar"));
      Files.move(
          arriving, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      List<Path> jars = zip ? unpack(copy, work.resolve(sha256)) : List.of(copy);
      return described(source, sha256, jars);
    } finally {
      Files.deleteIfExists(arriving);
    }
  }

  private static PluginFile described(Path source, String sha256, List<Path> jars)
      throws IOException {
    Attributes attributes = manifest(jars.getFirst());
    Matcher name = NAME.matcher(source.getFileName().toString());
    boolean named = name.matches();
    String id = attribute(attributes, "Gatehouse-Plugin-Id", named ? name.group(1) : null);
    String version =
        attribute(attributes, "Gatehouse-Plugin-Version", named ? name.group(2) : null);
    if (id == null || version == null) {
      throw new IOException(
          "it names no id and version; put Gatehouse-Plugin-Id and Gatehouse-Plugin-Version into the manifest, or"
              + " name the file <id>-<version>.jar");
    }
    if (!ID.matcher(id).matches()) {
      throw new IOException("its id has to consist of a-z, 0-9 and '-'");
    }
    String sdk = attribute(attributes, "Gatehouse-Sdk", "[0.1,0.2)");
    return new PluginFile(source, sha256, id, version, sdk == null ? "" : sdk, jars);
  }

  private static @Nullable String attribute(
      Attributes attributes, String name, @Nullable String fallback) {
    String value = attributes.getValue(name);
    return value == null || value.isBlank() ? fallback : value.strip();
  }

  private static Attributes manifest(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      return manifest == null ? new Attributes() : manifest.getMainAttributes();
    } catch (java.util.zip.ZipException e) {
      throw new IOException("it is not a jar", e);
    }
  }

  private static String copy(Path source, Path target) throws IOException {
    try (DigestInputStream in = new DigestInputStream(Files.newInputStream(source), newDigest());
        OutputStream out = Files.newOutputStream(target)) {
      in.transferTo(out);
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    }
  }

  /// Unpacks the jars of a plugin zip, and nothing else. Entry names decide no path beyond the
  /// target folder.
  private static List<Path> unpack(Path zip, Path target) throws IOException {
    Files.createDirectories(target);
    List<Path> top = new ArrayList<>();
    List<Path> libraries = new ArrayList<>();
    long left = MOST_BYTES;
    int entries = 0;
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) file.stream().<ZipEntry>map(e -> e)::iterator) {
        if (++entries > MOST_ENTRIES) {
          throw new IOException("it has more than " + MOST_ENTRIES + " entries");
        }
        Matcher path =
            Pattern.compile("(lib/)?([A-Za-z0-9][A-Za-z0-9._+-]*\\.jar)").matcher(entry.getName());
        if (entry.isDirectory() || !entry.getName().endsWith(".jar")) {
          continue;
        }
        if (!path.matches()) {
          throw new IOException(
              "its entry \""
                  + printable(entry.getName())
                  + "\" is not allowed; jars stand on top or in lib/");
        }
        Path jar = target.resolve((path.group(1) == null ? "" : "lib-") + path.group(2));
        left -= unpack(file, entry, jar, left);
        (path.group(1) == null ? top : libraries).add(jar);
      }
    } catch (java.util.zip.ZipException e) {
      throw new IOException("it is not a zip", e);
    }
    if (top.size() != 1) {
      throw new IOException("a plugin zip has exactly one jar on top, this has " + top.size());
    }
    top.addAll(libraries);
    return List.copyOf(top);
  }

  /// A name from a file of strangers goes into logs as one line of bounded length.
  private static String printable(String name) {
    String line = name.replaceAll("\\p{Cntrl}", "?");
    return line.length() > 100 ? line.substring(0, 100) + "…" : line;
  }

  private static long unpack(ZipFile file, ZipEntry entry, Path jar, long most) throws IOException {
    Path part = jar.resolveSibling(jar.getFileName() + ".part");
    try (InputStream in = file.getInputStream(entry);
        OutputStream out = Files.newOutputStream(part)) {
      byte[] buffer = new byte[64 * 1024];
      long size = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        size += n;
        if (size > most) {
          throw new IOException("it unpacks to more than " + (MOST_BYTES >> 20) + " MiB");
        }
        out.write(buffer, 0, n);
      }
      Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return size;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  URL[] urls() {
    return jars.stream()
        .map(jar -> {
          try {
            return jar.toUri().toURL();
          } catch (MalformedURLException e) {
            throw new IllegalStateException("a path always is a URL", e);
          }
        })
        .toArray(URL[]::new);
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
