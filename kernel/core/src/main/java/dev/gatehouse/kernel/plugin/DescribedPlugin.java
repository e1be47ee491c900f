package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.ConfigSchema;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.ExtensionDescriptor;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// What a plugin's code says of the plugin: the extensions that it registers and the schemas of
/// their configurations. Builds write it into the jar; the kernel compares it with what the jar
/// says.
///
/// @param extensions what it registers, in that order
/// @param schemas the schemas by their paths in the jar
public record DescribedPlugin(
    List<ExtensionDescriptor> extensions, Map<String, ObjectNode> schemas) {
  /// Copies both.
  public DescribedPlugin {
    extensions = List.copyOf(extensions);
    schemas = Map.copyOf(schemas);
  }

  /// Asks a plugin. Its [GatewayPlugin#register] is called, nothing else.
  ///
  /// @throws IllegalArgumentException when what it registers is not allowed
  public static DescribedPlugin of(GatewayPlugin plugin) {
    Registry registry = new Registry();
    plugin.register(registry);
    Map<String, ObjectNode> schemas = new TreeMap<>();
    List<ExtensionDescriptor> extensions =
        registry.registered().stream()
            .map(registered -> {
              String path = schemaPath(registered);
              schemas.put(path, ConfigSchema.of(registered.config()));
              return describe(registered, path);
            })
            .toList();
    return new DescribedPlugin(extensions, schemas);
  }

  /// Describes what was registered already, without schemas.
  static List<ExtensionDescriptor> extensions(List<Registered<?, ?>> registered) {
    return registered.stream().map(each -> describe(each, schemaPath(each))).toList();
  }

  private static String schemaPath(Registered<?, ?> registered) {
    return PluginDescriptor.SCHEMAS + registered.point().id() + "-" + registered.name() + ".json";
  }

  private static ExtensionDescriptor describe(Registered<?, ?> registered, String schema) {
    boolean staged =
        registered.point().equals(Filter.POINT) || registered.point().equals(Authenticator.POINT);
    return new ExtensionDescriptor(
        registered.point().id(),
        registered.name(),
        staged ? registered.stage().name().toLowerCase(Locale.ROOT) : null,
        registered.onError().name().toLowerCase(Locale.ROOT),
        registered.timeout().toMillis(),
        0,
        registered.reads(),
        registered.isSection(),
        false,
        registered.description().isEmpty() ? null : registered.description(),
        schema);
  }
}
