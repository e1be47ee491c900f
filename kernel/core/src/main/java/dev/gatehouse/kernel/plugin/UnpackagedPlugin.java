package dev.gatehouse.kernel.plugin;

import dev.gatehouse.sdk.plugin.GatewayPlugin;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/// A plugin as its build has it: a folder of classes and the jars of its libraries, before they are
/// one file. Its classes are loaded as the gateway will load them, so a library that is missing is
/// missing here too. For builds and conformance tests; the plugin is not started.
///
/// Thread-safe.
public final class UnpackagedPlugin implements AutoCloseable {
  private final PluginClassLoader loader;
  private final GatewayPlugin plugin;

  private UnpackagedPlugin(PluginClassLoader loader, GatewayPlugin plugin) {
    this.loader = loader;
    this.plugin = plugin;
  }

  /// Loads the entry point.
  ///
  /// @param name what to call the plugin in messages
  /// @param classPath its classes first, then its libraries; folders or jars
  /// @throws IOException when there is no entry point or more than one, when it cannot be made, or
  ///   when a part of the class path is missing; with a message for people
  public static UnpackagedPlugin open(String name, List<Path> classPath) throws IOException {
    URL[] urls = new URL[classPath.size()];
    for (int i = 0; i < urls.length; i++) {
      if (!Files.exists(classPath.get(i))) {
        throw new IOException("there is no " + classPath.get(i) + "; compile the plugin first");
      }
      urls[i] = classPath.get(i).toUri().toURL();
    }
    PluginClassLoader loader =
        new PluginClassLoader(name, urls, UnpackagedPlugin.class.getClassLoader());
    try {
      return new UnpackagedPlugin(loader, entryPoint(loader));
    } catch (ServiceConfigurationError | LinkageError e) {
      loader.close();
      throw new IOException("its entry point cannot be made: " + Faults.render(e), e);
    } catch (IOException e) {
      loader.close();
      throw e;
    }
  }

  private static GatewayPlugin entryPoint(PluginClassLoader loader) throws IOException {
    List<ServiceLoader.Provider<GatewayPlugin>> found =
        ServiceLoader.load(GatewayPlugin.class, loader).stream()
            .filter(provider -> provider.type().getClassLoader() == loader)
            .toList();
    if (found.size() != 1) {
      throw new IOException(
          "META-INF/services/"
              + GatewayPlugin.class.getName()
              + " has to name exactly one class, it names "
              + found.size());
    }
    return found.getFirst().get();
  }

  /// Returns whether classes of this name always come from the gateway, so that a library that
  /// brings them along brings them in vain.
  ///
  /// @param className the full name with dots
  public static boolean shared(String className) {
    return PluginClassLoader.shared(className);
  }

  /// Returns the entry point, made once.
  public GatewayPlugin plugin() {
    return plugin;
  }

  /// Calls `register()` and returns what it says.
  ///
  /// @throws IllegalArgumentException when what it registers is not allowed
  /// @throws LinkageError when a class is missing
  public DescribedPlugin described() {
    try (ContextLoader _ = ContextLoader.of(plugin)) {
      return DescribedPlugin.of(plugin);
    }
  }

  /// Closes the class loader.
  @Override
  public void close() throws IOException {
    loader.close();
  }
}
