package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.Suggestions;
import dev.gatehouse.sdk.ExtensionPoint;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds what the plugins of a generation have registered, by name.
final class Extensions {
  private final Collection<LoadedPlugin> plugins;

  Extensions(Collection<LoadedPlugin> plugins) {
    this.plugins = plugins;
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
        + (known.isEmpty() ? "none" : String.join(", ", known));
  }
}
