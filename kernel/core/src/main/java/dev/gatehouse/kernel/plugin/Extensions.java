package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.Suggestions;
import dev.gatehouse.sdk.ExtensionPoint;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds what the plugins of a generation have registered, by name.
final class Extensions {
  private final Collection<LoadedPlugin> plugins;
  private final List<PluginStatus> notUsed;

  /// Makes a view of what is there.
  ///
  /// @param notUsed plugins that are there but cannot be used, to tell whoever misses them
  Extensions(Collection<LoadedPlugin> plugins, List<PluginStatus> notUsed) {
    this.plugins = plugins;
    this.notUsed = List.copyOf(notUsed);
  }

  /// An extension and the plugin that registered it.
  record Found(LoadedPlugin plugin, Registered<?, ?> registered) {}

  /// Returns the extension of one of the points, or null when there is none of that name.
  @Nullable Found find(String name, List<ExtensionPoint<?>> points) {
    for (LoadedPlugin plugin : plugins) {
      for (Registered<?, ?> registered : plugin.registered()) {
        if (points.contains(registered.point())
            && registered.name().equals(name)
            && !registered.isSection()) {
          return new Found(plugin, registered);
        }
      }
    }
    return null;
  }

  /// Says that there is no such extension, and which there are.
  String unknown(String what, String name, List<ExtensionPoint<?>> points) {
    List<String> known =
        plugins.stream()
            .flatMap(plugin -> plugin.registered().stream())
            .filter(registered -> points.contains(registered.point()) && !registered.isSection())
            .<String>map(Registered::name)
            .sorted()
            .toList();
    return "there is no "
        + what
        + " \""
        + name
        + "\""
        + Suggestions.didYouMean(name, known)
        + "; there are: "
        + (known.isEmpty() ? "none" : String.join(", ", known))
        + missed(name, points);
  }

  /// Tells of the plugins that would bring it, and of those that failed before anybody knew what
  /// they bring.
  private String missed(String name, List<ExtensionPoint<?>> points) {
    List<String> ids = points.stream().<String>map(ExtensionPoint::id).toList();
    return notUsed.stream()
        .filter(plugin ->
            plugin.extensions().isEmpty()
                ? plugin.state().equals("failed")
                : plugin.extensions().stream()
                    .anyMatch(each -> each.name().equals(name) && ids.contains(each.point())))
        .map(plugin ->
            "; plugin %s %s is not used (%s): %s"
                .formatted(plugin.id(), plugin.version(), plugin.state(), plugin.reason()))
        .collect(Collectors.joining());
  }
}
