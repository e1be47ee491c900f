package dev.gatehouse.kernel.config;

import dev.gatehouse.kernel.config.ConfigNode.Mapping;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The whole configuration, checked as far as it can be without plugins. Immutable.
///
/// @param server where it listens and what it puts up with
/// @param plugins where plugins are
/// @param providers by name
/// @param models by name, in the order of the file
/// @param consumers by id
/// @param filters the global filters, in order
/// @param routes in order; the first match wins
/// @param sections the top-level keys that belong to plugins
/// @param root the file as it was read, for showing
/// @param hash SHA-256 of the configuration in a canonical form, in hexadecimal; references stand
///   for themselves
public record GatewayConfig(
    ServerConfig server,
    PluginsConfig plugins,
    Map<String, ProviderConfig> providers,
    Map<String, ModelConfig> models,
    Map<String, ConsumerConfig> consumers,
    List<FilterUse> filters,
    List<RouteConfig> routes,
    Map<String, ConfigNode> sections,
    Mapping root,
    String hash) {
  /// Copies the collections and keeps their order.
  public GatewayConfig {
    providers = Collections.unmodifiableMap(new LinkedHashMap<>(providers));
    models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    consumers = Collections.unmodifiableMap(new LinkedHashMap<>(consumers));
    sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
    filters = List.copyOf(filters);
    routes = List.copyOf(routes);
  }

  /// Returns where a key of a section stands in the file; where it does not, its section or the
  /// whole.
  public Location at(String section, String key) {
    ConfigNode node = root.entries().get(section);
    if (node instanceof Mapping mapping) {
      ConfigNode value = mapping.entries().get(key);
      return value == null ? mapping.at() : value.at();
    }
    return root.at();
  }
}
