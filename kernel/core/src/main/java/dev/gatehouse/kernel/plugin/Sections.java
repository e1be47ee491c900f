package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.ConfigLoader;
import dev.gatehouse.kernel.config.ConfigNode;
import dev.gatehouse.kernel.config.ConfigNode.Mapping;
import dev.gatehouse.kernel.config.ConfigProblems;
import dev.gatehouse.kernel.config.GatewayConfig;
import dev.gatehouse.kernel.config.Suggestions;
import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.ExtensionPoint;
import dev.gatehouse.sdk.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes the extensions that have a top-level key of the configuration to themselves. They always
/// exist, configured or not.
final class Sections {
  private final GatewayConfig config;
  private final Collection<LoadedPlugin> plugins;
  private final InstanceFactory factory;
  private final ConfigProblems problems;
  private final Consumer<Telemetry> telemetryMade;
  private final Map<Registered<?, ?>, Instance> made = new LinkedHashMap<>();
  private final Map<LoadedPlugin, String> faulty = new LinkedHashMap<>();

  /// Prepares to make the sections.
  ///
  /// @param telemetryMade learns of the telemetry before anything else is made
  Sections(
      GatewayConfig config,
      Collection<LoadedPlugin> plugins,
      InstanceFactory factory,
      ConfigProblems problems,
      Consumer<Telemetry> telemetryMade) {
    this.config = config;
    this.plugins = plugins;
    this.factory = factory;
    this.problems = problems;
    this.telemetryMade = telemetryMade;
  }

  /// Returns the plugins whose own sections could not be made, with the reason.
  Map<LoadedPlugin, String> faulty() {
    return faulty;
  }

  /// Returns the instances of a point, in the order in which they were made.
  <E extends Extension> List<Installed<E>> ofPoint(ExtensionPoint<E> point) {
    List<Installed<E>> all = new ArrayList<>();
    made.forEach((registered, instance) -> {
      if (registered.point().equals(point)) {
        all.add(Installed.of(instance, point, null));
      }
    });
    return all;
  }

  private void checkKeys() {
    List<String> known = new ArrayList<>(ConfigLoader.KERNEL_KEYS);
    plugins.stream()
        .flatMap(plugin -> plugin.registered().stream())
        .filter(Registered::isSection)
        .forEach(registered -> known.add(registered.name()));
    config
        .sections()
        .forEach((key, node) -> {
          if (!known.contains(key)) {
            problems.error(
                node,
                "unknown key"
                    + Suggestions.didYouMean(key, known)
                    + "; known keys: "
                    + String.join(", ", known));
          }
        });
  }

  /// Makes the instances that always exist; telemetry first, because all others get their
  /// instruments from it.
  void make() {
    checkKeys();
    for (boolean telemetry : new boolean[] {true, false}) {
      for (LoadedPlugin plugin : plugins) {
        for (Registered<?, ?> registered : plugin.registered()) {
          if (registered.isSection() && registered.point().equals(Telemetry.POINT) == telemetry) {
            section(plugin, registered);
          }
        }
      }
    }
  }

  private void section(LoadedPlugin plugin, Registered<?, ?> registered) {
    ConfigNode settings = config.sections().get(registered.name());
    if (settings != null) {
      put(registered, factory.instance(plugin, registered, registered.name(), settings));
      return;
    }
    try {
      Mapping none = Mapping.empty(config.root().at(), registered.name());
      put(registered, factory.instanceOrFault(plugin, registered, registered.name(), none));
    } catch (InstanceFactory.Fault e) {
      // Nobody configured it, so it is the plugin that is at fault, not the configuration.
      faulty.put(plugin, String.valueOf(e.getMessage()));
    }
  }

  private void put(Registered<?, ?> registered, @Nullable Instance instance) {
    if (instance != null) {
      made.put(registered, instance);
      if (instance.extension() instanceof Telemetry telemetry) {
        factory.telemetry(instance);
        telemetryMade.accept(telemetry);
      }
    }
  }
}
