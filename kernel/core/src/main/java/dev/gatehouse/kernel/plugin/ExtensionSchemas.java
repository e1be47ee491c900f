package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.ConfigSchema;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.provider.Provider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// The schema of the whole configuration file, with what the plugins of a generation add.
public final class ExtensionSchemas {
  private ExtensionSchemas() {}

  /// Returns the schemas of the settings of one plugin's extensions, by point and name with a space
  /// between; empty when the plugin is not in use.
  public static Map<String, ObjectNode> of(Generation generation, String plugin) {
    Map<String, ObjectNode> schemas = new TreeMap<>();
    for (Registered<?, ?> registered : registered(generation, plugin)) {
      schemas.put(
          registered.point().id() + " " + registered.name(), ConfigSchema.of(registered.config()));
    }
    return schemas;
  }

  /// Returns the record that an extension's settings are bound to, if the plugin is in use and has
  /// it.
  static Optional<Class<? extends Record>> settings(
      Generation generation, String plugin, String point, String name) {
    for (Registered<?, ?> registered : registered(generation, plugin)) {
      if (registered.point().id().equals(point) && registered.name().equals(name)) {
        return Optional.of(registered.config());
      }
    }
    return Optional.empty();
  }

  private static List<Registered<?, ?>> registered(Generation generation, String plugin) {
    return generation.plugins().stream()
        .filter(loaded -> loaded.id().equals(plugin))
        .findFirst()
        .map(LoadedPlugin::registered)
        .orElse(List.of());
  }

  /// Returns the schema.
  public static ObjectNode of(Generation generation) {
    Map<String, ObjectNode> filters = new TreeMap<>();
    Map<String, ObjectNode> providers = new TreeMap<>();
    Map<String, ObjectNode> sections = new TreeMap<>();
    for (LoadedPlugin plugin : generation.plugins()) {
      for (Registered<?, ?> registered : plugin.registered()) {
        ObjectNode schema = ConfigSchema.of(registered.config());
        if (!registered.description().isEmpty() && !schema.has("description")) {
          schema.put("description", registered.description());
        }
        if (registered.isSection()) {
          sections.put(registered.name(), schema);
        } else if (registered.point().equals(Filter.POINT)
            || registered.point().equals(Authenticator.POINT)) {
          filters.put(registered.name(), schema);
        } else if (registered.point().equals(Provider.POINT)) {
          providers.put(registered.name(), schema);
        }
      }
    }
    return ConfigSchema.whole(filters, providers, sections);
  }
}
