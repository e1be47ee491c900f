package dev.gatehouse.kernel.plugin;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/// The class loader of one version of one plugin.
///
/// It sees the JDK, the plugin's own jars, and the packages shared with the gateway, in that order
/// of trust: shared packages always come from the gateway, everything else never does. Two plugins
/// may so bring two versions of a library, and the gateway a third.
final class PluginClassLoader extends URLClassLoader {
  /// The packages that plugins share with the gateway.
  static final List<String> SHARED =
      List.of(
          "dev.gatehouse.sdk.",
          "tools.jackson.core.",
          "tools.jackson.databind.",
          "com.fasterxml.jackson.annotation.",
          "io.opentelemetry.api.",
          "io.opentelemetry.context.",
          "io.opentelemetry.common.",
          "jakarta.validation.",
          "org.jspecify.annotations.");

  private final ClassLoader gateway;
  private final String plugin;

  PluginClassLoader(String plugin, URL[] jars, ClassLoader gateway) {
    super("plugin:" + plugin, jars, ClassLoader.getPlatformClassLoader());
    this.gateway = gateway;
    this.plugin = plugin;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (shared(name)) {
      return gateway.loadClass(name);
    }
    try {
      return super.loadClass(name, resolve);
    } catch (ClassNotFoundException e) {
      throw new ClassNotFoundException(explained(name), e);
    }
  }

  @Override
  public URL getResource(String name) {
    return shared(name.replace('/', '.')) ? gateway.getResource(name) : super.getResource(name);
  }

  static boolean shared(String name) {
    for (String prefix : SHARED) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private String explained(String name) {
    boolean gatewayHasIt = gateway.getResource(name.replace('.', '/') + ".class") != null;
    return gatewayHasIt
        ? name
            + " is on the gateway's class path but not part of the plugin SDK; add its library to plugin "
            + plugin
        : name
            + " is not in plugin "
            + plugin
            + "; add its library to the jar or to lib/ of the zip";
  }

  static {
    registerAsParallelCapable();
  }
}
