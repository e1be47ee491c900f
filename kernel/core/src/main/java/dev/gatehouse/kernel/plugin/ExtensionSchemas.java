package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.ConfigSchema;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.provider.Provider;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// The schema of the whole configuration file, with what the plugins of a generation add.
public final class ExtensionSchemas {
  private ExtensionSchemas() {}

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
