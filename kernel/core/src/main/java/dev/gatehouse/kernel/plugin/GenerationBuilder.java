package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.Binder;
import dev.gatehouse.kernel.config.ConfigLoader;
import dev.gatehouse.kernel.config.ConfigNode;
import dev.gatehouse.kernel.config.ConfigNode.Mapping;
import dev.gatehouse.kernel.config.ConfigProblems;
import dev.gatehouse.kernel.config.GatewayConfig;
import dev.gatehouse.kernel.config.References;
import dev.gatehouse.kernel.config.Suggestions;
import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.ExtensionPoint;
import dev.gatehouse.sdk.admin.AdminExtension;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.log.ContentReader;
import dev.gatehouse.sdk.log.RequestLogSink;
import dev.gatehouse.sdk.protocol.ClientProtocol;
import dev.gatehouse.sdk.provider.Provider;
import dev.gatehouse.sdk.route.Router;
import dev.gatehouse.sdk.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Builds one generation from a configuration and the plugins that are there. Nothing of it is
/// visible before it is whole.
final class GenerationBuilder {
  /// Names below `/admin/v1` that are the kernel's own.
  static final Set<String> RESERVED_MOUNTS =
      Set.of("status", "config", "routes", "plugins", "explain", "openapi.json");

  private final GatewayConfig config;
  private final ConfigProblems problems;
  private final InstanceFactory factory;
  private final Extensions extensions;
  private final Map<String, LoadedPlugin> plugins;
  private final Map<LoadedPlugin, String> faulty = new LinkedHashMap<>();

  GenerationBuilder(
      GatewayConfig config,
      Map<String, LoadedPlugin> plugins,
      List<Instance> before,
      References references,
      ConfigProblems problems,
      ContentReader contentReader) {
    this.config = config;
    this.plugins = plugins;
    this.problems = problems;
    this.extensions = new Extensions(plugins.values());
    this.factory =
        new InstanceFactory(
            before, config, new Binder(references, problems), problems, contentReader);
  }

  /// Builds the instances. On problems everything made so far is given back.
  Generation.@Nullable Parts build() {
    checkSections();
    Map<Registered<?, ?>, Instance> sections = sections();
    Map<String, Installed<Provider>> providers = providers();
    Map<String, Installed<Router>> routers = routers();
    Map<String, List<Installed<?>>> filters =
        new FilterChains(config, extensions, factory, problems)
            .make(ofPoint(sections, Filter.POINT));
    List<AdminExtension> mounts = adminExtensions();
    if (problems.failed()) {
      factory.abandon();
      return null;
    }
    List<Installed<ClientProtocol>> protocols =
        new ArrayList<>(ofPoint(sections, ClientProtocol.POINT));
    protocols.sort(Comparator.comparing(installed -> installed.it().id()));
    List<Installed<Telemetry>> telemetry = ofPoint(sections, Telemetry.POINT);
    return new Generation.Parts(
        filters,
        providers,
        List.copyOf(protocols),
        routers,
        ofPoint(sections, RequestLogSink.POINT),
        telemetry.isEmpty() ? Optional.empty() : Optional.of(telemetry.getFirst()),
        mounts);
  }

  List<Instance> instances() {
    return factory.made();
  }

  /// Returns the plugins whose own sections could not be made, with the reason.
  Map<LoadedPlugin, String> faulty() {
    return faulty;
  }

  void abandon() {
    factory.abandon();
  }

  private void checkSections() {
    List<String> known = new ArrayList<>(ConfigLoader.KERNEL_KEYS);
    plugins.values().stream()
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
  private Map<Registered<?, ?>, Instance> sections() {
    Map<Registered<?, ?>, Instance> all = new LinkedHashMap<>();
    for (boolean telemetry : new boolean[] {true, false}) {
      for (LoadedPlugin plugin : plugins.values()) {
        for (Registered<?, ?> registered : plugin.registered()) {
          if (registered.isSection() && registered.point().equals(Telemetry.POINT) == telemetry) {
            section(plugin, registered, all);
          }
        }
      }
    }
    return all;
  }

  private void section(
      LoadedPlugin plugin, Registered<?, ?> registered, Map<Registered<?, ?>, Instance> all) {
    ConfigNode settings = config.sections().get(registered.name());
    if (settings != null) {
      put(registered, factory.instance(plugin, registered, registered.name(), settings), all);
      return;
    }
    try {
      Mapping none = Mapping.empty(config.root().at(), registered.name());
      put(registered, factory.instanceOrFault(plugin, registered, registered.name(), none), all);
    } catch (InstanceFactory.Fault e) {
      // Nobody configured it, so it is the plugin that is at fault, not the configuration.
      faulty.put(plugin, String.valueOf(e.getMessage()));
    }
  }

  private void put(
      Registered<?, ?> registered,
      @Nullable Instance instance,
      Map<Registered<?, ?>, Instance> all) {
    if (instance != null) {
      all.put(registered, instance);
      if (registered.point().equals(Telemetry.POINT)) {
        factory.telemetry(instance);
      }
    }
  }

  private Map<String, Installed<Provider>> providers() {
    Map<String, Installed<Provider>> all = new LinkedHashMap<>();
    config
        .providers()
        .forEach((name, provider) -> {
          Extensions.Found found = extensions.find(provider.type(), List.of(Provider.POINT));
          if (found == null) {
            problems.error(
                provider.settings().at(),
                "providers." + name + ".type",
                extensions.unknown("provider type", provider.type(), List.of(Provider.POINT)));
            return;
          }
          Instance instance =
              factory.instance(found.plugin(), found.registered(), name, provider.settings());
          if (instance != null) {
            all.put(name, Installed.of(instance, Provider.POINT, null));
          }
        });
    return all;
  }

  private Map<String, Installed<Router>> routers() {
    Map<String, Installed<Router>> all = new LinkedHashMap<>();
    config
        .models()
        .forEach((name, model) -> {
          String router = model.router();
          if (router == null || router.equals("weighted")) {
            return;
          }
          Extensions.Found found = extensions.find(router, List.of(Router.POINT));
          Mapping settings = Mapping.empty(config.root().at(), "models." + name + ".router");
          if (found == null) {
            problems.error(settings, extensions.unknown("router", router, List.of(Router.POINT)));
            return;
          }
          Instance instance = factory.instance(found.plugin(), found.registered(), name, settings);
          if (instance != null) {
            all.put(name, Installed.of(instance, Router.POINT, null));
          }
        });
    return all;
  }

  private static <E extends Extension> List<Installed<E>> ofPoint(
      Map<Registered<?, ?>, Instance> sections, ExtensionPoint<E> point) {
    List<Installed<E>> all = new ArrayList<>();
    sections.forEach((registered, instance) -> {
      if (registered.point().equals(point)) {
        all.add(Installed.of(instance, point, null));
      }
    });
    return all;
  }

  private List<AdminExtension> adminExtensions() {
    List<AdminExtension> all = new ArrayList<>();
    Set<String> mounts = new HashSet<>(RESERVED_MOUNTS);
    Set<Extension> known = new HashSet<>();
    for (Instance instance : factory.made()) {
      if (instance.extension() instanceof AdminExtension admin && known.add(instance.extension())) {
        if (mounts.add(admin.mount())) {
          all.add(admin);
        } else {
          problems.error(
              config.root(),
              "two extensions answer below /admin/v1/"
                  + admin.mount()
                  + "; one of them is "
                  + instance.name());
        }
      }
    }
    return List.copyOf(all);
  }
}
