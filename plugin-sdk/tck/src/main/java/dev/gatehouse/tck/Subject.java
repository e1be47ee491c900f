package dev.gatehouse.tck;

import dev.gatehouse.kernel.plugin.UnpackagedPlugin;
import dev.gatehouse.kernel.plugin.descriptor.DescriptorJson;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.testkit.PackedPlugin;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The plugin that is tested, as its build left it.
///
/// @param type its entry point in the class path of the test
/// @param packed its classes and libraries
record Subject(Class<? extends GatewayPlugin> type, PackedPlugin packed) {
  /// Reads from a subclass of [PluginTck] which plugin it is about.
  static Subject of(Class<?> test) {
    Type parent = test.getGenericSuperclass();
    while (parent instanceof Class<?> type && type != Object.class) {
      parent = type.getGenericSuperclass();
    }
    if (parent instanceof ParameterizedType tck
        && tck.getActualTypeArguments()[0] instanceof Class<?> plugin
        && GatewayPlugin.class.isAssignableFrom(plugin)) {
      Class<? extends GatewayPlugin> type = plugin.asSubclass(GatewayPlugin.class);
      return new Subject(type, PackedPlugin.of(type));
    }
    throw new IllegalStateException(
        test.getName() + " has to say which plugin it is about: extends PluginTck<MyPlugin>");
  }

  /// Loads it as a gateway does.
  UnpackagedPlugin open() throws IOException {
    List<Path> classPath = new ArrayList<>();
    classPath.add(packed.classes());
    classPath.addAll(packed.libraries());
    return UnpackagedPlugin.open(packed.id() + "@" + packed.version(), classPath);
  }

  /// Returns the file of that name among its classes.
  ///
  /// @throws AssertionError when it is not there
  byte[] file(String name) throws IOException {
    Path file = packed.classes().resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new AssertionError(
          "There is no "
              + name
              + " in "
              + packed.classes()
              + ". The goal gatehouse:describe of gatehouse-maven-plugin writes it; add the plugin"
              + " to the build.");
    }
    return Files.readAllBytes(file);
  }

  /// Returns what its build says of it.
  PluginDescriptor descriptor() throws IOException {
    return DescriptorJson.read(file(PluginDescriptor.PATH));
  }

  /// Returns whether a class loader, a thread or a frame of a stack is its own, by the name that
  /// gateways give to its loader.
  boolean owns(String text) {
    return text.contains("plugin:" + packed.id() + "@") || text.startsWith("plugin-" + packed.id());
  }
}
