package dev.gatehouse.testkit;

import dev.gatehouse.kernel.plugin.descriptor.DescriptorJson;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// A plugin of the test's class path, packed as a file that a gateway loads: the folder of its
/// compiled classes as a jar, and beside it in a zip the libraries that its build listed in
/// `gatehouse/libraries.txt` (the goal `gatehouse:describe` does). What is a jar already is taken
/// as it is.
///
/// @param id the plugin's id
/// @param version the plugin's version
/// @param entryPoint the class of its entry point
/// @param classes the folder or jar that the class comes from
/// @param libraries the jars or folders of its own libraries
public record PackedPlugin(
    String id, String version, String entryPoint, Path classes, List<Path> libraries) {
  private static final String SERVICE = "META-INF/services/" + GatewayPlugin.class.getName();

  /// Finds out where a plugin's classes and libraries are, and what it is called.
  public static PackedPlugin of(Class<? extends GatewayPlugin> plugin) {
    try {
      Path classes = origin(plugin);
      PluginDescriptor descriptor = descriptor(classes);
      return new PackedPlugin(
          descriptor == null ? plugin.getSimpleName().toLowerCase(Locale.ROOT) : descriptor.id(),
          descriptor == null ? "0" : descriptor.version(),
          plugin.getName(),
          classes,
          libraries(classes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path origin(Class<?> plugin) throws IOException {
    CodeSource source = plugin.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      throw new IOException(plugin.getName() + " comes from no folder and no jar");
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("the place of " + plugin.getName() + " is no path", e);
    }
  }

  private static @Nullable PluginDescriptor descriptor(Path classes) throws IOException {
    if (Files.isDirectory(classes)) {
      Path file = classes.resolve(PluginDescriptor.PATH);
      return Files.exists(file) ? DescriptorJson.read(Files.readAllBytes(file)) : null;
    }
    try (JarFile jar = new JarFile(classes.toFile())) {
      ZipEntry entry = jar.getEntry(PluginDescriptor.PATH);
      return entry == null ? null : DescriptorJson.read(jar.getInputStream(entry).readAllBytes());
    }
  }

  private static List<Path> libraries(Path classes) throws IOException {
    Path folder = Files.isDirectory(classes) ? classes.getParent() : null;
    Path list = folder == null ? null : folder.resolve("gatehouse/libraries.txt");
    return list == null || !Files.exists(list)
        ? List.of()
        : Files.readAllLines(list).stream().filter(line -> !line.isBlank()).map(Path::of).toList();
  }

  /// Returns the name of its file.
  public String fileName() {
    return id + "-" + version + (libraries.isEmpty() ? ".jar" : ".zip");
  }

  /// Writes the file, whole or not at all.
  ///
  /// @param folder where a gateway looks for plugins
  /// @return the file
  /// @throws IOException when it cannot be written
  public Path writeTo(Path folder) throws IOException {
    return writeTo(folder, "");
  }

  /// Writes the file with something in it that tells it from others of the same classes, so that a
  /// gateway takes it for a new build.
  ///
  /// @param mark any text
  public Path writeTo(Path folder, String mark) throws IOException {
    Path part = folder.resolve(fileName() + ".part");
    try (OutputStream file = Files.newOutputStream(part)) {
      if (libraries.isEmpty()) {
        writeJar(file, classes, mark);
      } else {
        ZipOutputStream zip = new ZipOutputStream(file);
        zip.putNextEntry(new ZipEntry(id + "-" + version + ".jar"));
        writeJar(zip, classes, mark);
        for (Path library : libraries) {
          String name = library.getFileName().toString();
          zip.putNextEntry(new ZipEntry("lib/" + name + (name.endsWith(".jar") ? "" : ".jar")));
          writeJar(zip, library, "");
        }
        zip.finish();
      }
    }
    return Files.move(
        part,
        folder.resolve(fileName()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void writeJar(OutputStream out, Path from, String mark) throws IOException {
    ZipOutputStream jar = new ZipOutputStream(out);
    if (Files.isDirectory(from)) {
      copyFolder(from, jar);
    } else {
      copyJar(from, jar);
    }
    if (!mark.isEmpty()) {
      add(jar, "META-INF/mark.txt", mark.getBytes(StandardCharsets.UTF_8));
    }
    jar.finish();
  }

  private void copyFolder(Path from, ZipOutputStream jar) throws IOException {
    boolean named = false;
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      String name = from.relativize(file).toString().replace('\\', '/');
      named |= name.equals(SERVICE);
      add(jar, name, Files.readAllBytes(file));
    }
    if (!named && from.equals(classes)) {
      // Plugins written inside a test have no such file.
      add(jar, SERVICE, entryPoint.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void copyJar(Path from, ZipOutputStream jar) throws IOException {
    try (ZipFile file = new ZipFile(from.toFile())) {
      for (ZipEntry entry : file.stream().<ZipEntry>map(each -> each).toList()) {
        if (!entry.isDirectory()) {
          add(jar, entry.getName(), file.getInputStream(entry).readAllBytes());
        }
      }
    }
  }

  private static void add(ZipOutputStream jar, String name, byte[] bytes) throws IOException {
    jar.putNextEntry(new ZipEntry(name));
    jar.write(bytes);
    jar.closeEntry();
  }
}
