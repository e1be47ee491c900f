package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.plugin.archive.PluginArchive;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.Permissions;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A plugin's file: a jar, or a zip with the plugin's jar on top and its libraries in `lib/`.
///
/// @param source the file as it was found
/// @param ours whether it belongs to the distribution
/// @param archive the private copy that is loaded
/// @param identity who it says it is
record PluginFile(Path source, boolean ours, PluginArchive archive, PluginIdentity identity) {
  /// Copies, checks and reads a plugin file of a user.
  ///
  /// @param work the folder for private copies
  /// @throws IOException when it is no plugin, with a message for people
  static PluginFile open(Path source, Path work) throws IOException {
    return of(source, false, PluginArchive.open(source, work, false));
  }

  /// Reads an opened file.
  static PluginFile of(Path source, boolean ours, PluginArchive archive) throws IOException {
    return new PluginFile(
        source,
        ours,
        archive,
        PluginIdentity.read(archive.jars().getFirst(), source.getFileName().toString()));
  }

  String id() {
    return identity.id();
  }

  String version() {
    return identity.version();
  }

  /// Returns the range of SDK versions it was built for.
  String sdk() {
    return identity.sdk();
  }

  /// Returns the hash of its content, in hexadecimal.
  String sha256() {
    return archive.sha256();
  }

  /// Returns its descriptor, or null when it has none.
  @Nullable PluginDescriptor descriptor() {
    return identity.descriptor();
  }

  /// Returns what it may ask the kernel for: everything for plugins of the distribution, nothing
  /// for those that do not say.
  Permissions permissions() {
    PluginDescriptor descriptor = descriptor();
    return ours
        ? Permissions.ALL
        : descriptor == null ? Permissions.NONE : descriptor.permissions();
  }

  /// Returns the private copies to load, the plugin's own first.
  List<Path> jars() {
    return archive.jars();
  }

  URL[] urls() {
    return jars().stream()
        .map(jar -> {
          try {
            return jar.toUri().toURL();
          } catch (MalformedURLException e) {
            throw new IllegalStateException("a path always is a URL", e);
          }
        })
        .toArray(URL[]::new);
  }
}
