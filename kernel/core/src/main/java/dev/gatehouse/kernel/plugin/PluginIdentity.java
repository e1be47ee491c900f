package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.plugin.archive.BadArchive;
import dev.gatehouse.kernel.plugin.descriptor.DescriptorJson;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.ExtensionDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Who a plugin says it is, read from its jar before any of its classes is loaded: in its
/// descriptor, else in its manifest, else in the name of its file.
///
/// @param id the plugin's id
/// @param version the plugin's version
/// @param sdk the range of SDK versions it was built for
/// @param descriptor its descriptor, or null when it has none
/// @param from where this was read: `descriptor`, `manifest` or `file name`
record PluginIdentity(
    String id, String version, String sdk, @Nullable PluginDescriptor descriptor, String from) {
  static final String SDK_BEFORE_DESCRIPTORS = "[0.1,0.2)";

  private static final Pattern NAME = Pattern.compile("(.+?)-(\\d[^/]*)\\.(?:jar|zip)");
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._+-]{0,63}");
  private static final int LARGEST_DESCRIPTOR = 1 << 20;

  /// Reads a plugin's own jar.
  ///
  /// @param fileName the name of the file that was dropped in
  /// @throws BadArchive when it says nothing usable
  static PluginIdentity read(Path jar, String fileName) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      Manifest manifest = file.getManifest();
      Attributes attributes = manifest == null ? new Attributes() : manifest.getMainAttributes();
      ZipEntry descriptor = file.getEntry(PluginDescriptor.PATH);
      return checked(
          descriptor == null
              ? undescribed(attributes, fileName)
              : described(file, descriptor, attributes));
    } catch (ZipException e) {
      throw new BadArchive("it is not a jar", e);
    }
  }

  private static PluginIdentity checked(PluginIdentity read) throws BadArchive {
    if (!ID.matcher(read.id()).matches()) {
      throw new BadArchive("its id has to consist of a-z, 0-9 and '-'");
    }
    if (!VERSION.matcher(read.version()).matches()) {
      throw new BadArchive(
          "its version has to consist of letters, digits and . _ + -, at most 64 of them");
    }
    return read;
  }

  private static PluginIdentity described(JarFile file, ZipEntry entry, Attributes attributes)
      throws IOException {
    PluginDescriptor descriptor;
    try (InputStream in = file.getInputStream(entry)) {
      byte[] json = in.readNBytes(LARGEST_DESCRIPTOR + 1);
      if (json.length > LARGEST_DESCRIPTOR) {
        throw new BadArchive(PluginDescriptor.PATH + " is larger than 1 MiB");
      }
      descriptor = DescriptorJson.read(json);
    } catch (IllegalArgumentException e) {
      throw new BadArchive(String.valueOf(e.getMessage()), e);
    }
    agree(attributes, "Gatehouse-Plugin-Id", descriptor.id());
    agree(attributes, "Gatehouse-Plugin-Version", descriptor.version());
    agree(attributes, "Gatehouse-Sdk", descriptor.sdk());
    checkExtensions(file, descriptor);
    return new PluginIdentity(
        descriptor.id(), descriptor.version(), descriptor.sdk(), descriptor, "descriptor");
  }

  private static void agree(Attributes attributes, String name, String described)
      throws BadArchive {
    String value = value(attributes, name);
    if (value != null && !value.equals(described)) {
      throw new BadArchive(
          "its manifest says %s: %s, its descriptor \"%s\"; build it again"
              .formatted(name, value, described));
    }
  }

  private static void checkExtensions(JarFile file, PluginDescriptor descriptor) throws BadArchive {
    Set<String> names = new HashSet<>();
    for (ExtensionDescriptor extension : descriptor.extensions()) {
      String name = extension.point() + " " + extension.name();
      if (!names.add(name)) {
        throw new BadArchive("its descriptor names the " + name + " twice");
      }
      String schema = extension.schema();
      if (schema != null && file.getEntry(schema) == null) {
        throw new BadArchive(
            "its descriptor names the schema " + schema + ", which is not in the jar");
      }
    }
  }

  private static PluginIdentity undescribed(Attributes attributes, String fileName)
      throws BadArchive {
    Matcher named = NAME.matcher(fileName);
    boolean matches = named.matches();
    String id = value(attributes, "Gatehouse-Plugin-Id");
    String version = value(attributes, "Gatehouse-Plugin-Version");
    String sdk = value(attributes, "Gatehouse-Sdk");
    String from = id != null && version != null ? "manifest" : "file name";
    id = id == null && matches ? named.group(1) : id;
    version = version == null && matches ? named.group(2) : version;
    if (id == null || version == null) {
      throw new BadArchive(
          "it names no id and version; build it with the gatehouse-maven-plugin, or put Gatehouse-Plugin-Id and"
              + " Gatehouse-Plugin-Version into the manifest, or name the file <id>-<version>.jar");
    }
    return new PluginIdentity(id, version, sdk == null ? SDK_BEFORE_DESCRIPTORS : sdk, null, from);
  }

  private static @Nullable String value(Attributes attributes, String name) {
    String value = attributes.getValue(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /// Returns what speaks against loading it here, or an empty text.
  String complaint() {
    String complaint = SdkVersion.complaint(sdk);
    int java = Runtime.version().feature();
    if (complaint.isEmpty() && descriptor != null && descriptor.java() > java) {
      complaint = "it needs Java " + descriptor.java() + ", this gateway runs on " + java;
    }
    return complaint;
  }
}
