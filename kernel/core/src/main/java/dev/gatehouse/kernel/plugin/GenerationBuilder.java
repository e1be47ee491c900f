package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.Binder;
import dev.gatehouse.kernel.config.ConfigNode;
import dev.gatehouse.kernel.config.ConfigNode.Mapping;
import dev.gatehouse.kernel.config.ConfigProblems;
import dev.gatehouse.kernel.config.CrossChecks;
import dev.gatehouse.kernel.config.FilterUse;
import dev.gatehouse.kernel.config.GatewayConfig;
import dev.gatehouse.kernel.config.References;
import dev.gatehouse.kernel.config.RouteConfig;
import dev.gatehouse.kernel.config.Suggestions;
import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.ExtensionPoint;
import dev.gatehouse.sdk.admin.AdminExtension;
import dev.gatehouse.sdk.auth.Authenticator;
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
import java.util.function.Consumer;
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
  private final Map<String, LoadedPlugin> plugins;
  private final Consumer<Telemetry> telemetryMade;
  private final Map<LoadedPlugin, String> faulty = new LinkedHashMap<>();

  /// Prepares to build.
  ///
  /// @param before the instances that serve, which are carried over where they may
  /// @param telemetryMade learns of the telemetry before anything is made that takes its
  ///   instruments from it
  GenerationBuilder(
      GatewayConfig config,
      Map<String, LoadedPlugin> plugins,
      List<Instance> before,
      References references,
      ConfigProblems problems,
      ContentReader contentReader,
      Consumer<Telemetry> telemetryMade) {
    this.config = config;
    this.plugins = plugins;
    this.problems = problems;
    this.telemetryMade = telemetryMade;
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
    Map<String, List<Installed<?>>> filters = filters(sections);
    strangersAreMeant(filters);
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
    List<String> known = new ArrayList<>(dev.gatehouse.kernel.config.ConfigLoader.KERNEL_KEYS);
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
      if (instance.extension() instanceof Telemetry telemetry) {
        factory.telemetry(instance);
        telemetryMade.accept(telemetry);
      }
    }
  }

  private Map<String, Installed<Provider>> providers() {
    Map<String, Installed<Provider>> all = new LinkedHashMap<>();
    config
        .providers()
        .forEach((name, provider) -> {
          Found found = find(provider.type(), List.of(Provider.POINT));
          if (found == null) {
            problems.error(
                provider.settings().at(),
                "providers." + name + ".type",
                unknown("provider type", provider.type(), List.of(Provider.POINT)));
            return;
          }
          Instance instance =
              factory.instance(found.plugin(), found.registered(), name, provider.settings());
          if (instance != null) {
            all.put(name, installed(instance, Provider.POINT, null));
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
          Found found = find(router, List.of(Router.POINT));
          Mapping settings = Mapping.empty(config.root().at(), "models." + name + ".router");
          if (found == null) {
            problems.error(settings, unknown("router", router, List.of(Router.POINT)));
            return;
          }
          Instance instance = factory.instance(found.plugin(), found.registered(), name, settings);
          if (instance != null) {
            all.put(name, installed(instance, Router.POINT, null));
          }
        });
    return all;
  }

  private Map<String, List<Installed<?>>> filters(Map<Registered<?, ?>, Instance> sections) {
    List<Installed<?>> global = uses(config.filters());
    List<Installed<?>> last = new ArrayList<>(ofPoint(sections, Filter.POINT));
    Map<String, List<Installed<?>>> all = new LinkedHashMap<>();
    for (RouteConfig route : config.routes()) {
      List<Installed<?>> chain = new ArrayList<>(global);
      chain.addAll(uses(route.filters()));
      chain.addAll(last);
      // A stable sort: inside a stage the order above is kept.
      chain.sort(Comparator.comparing(Installed::stage));
      all.put(route.id(), List.copyOf(chain));
    }
    return all;
  }

  private List<Installed<?>> uses(List<FilterUse> uses) {
    List<Installed<?>> chain = new ArrayList<>();
    List<ExtensionPoint<?>> points = List.of(Filter.POINT, Authenticator.POINT);
    for (FilterUse use : uses) {
      Found found = find(use.extension(), points);
      if (found == null) {
        problems.error(use.settings(), unknown("filter", use.extension(), points));
        continue;
      }
      Instance instance =
          factory.instance(found.plugin(), found.registered(), use.extension(), use.settings());
      if (instance != null) {
        chain.add(
            found.registered().point().equals(Authenticator.POINT)
                ? installed(instance, Authenticator.POINT, use)
                : installed(instance, Filter.POINT, use));
      }
    }
    return chain;
  }

  /// An extension and the plugin that registered it.
  private record Found(LoadedPlugin plugin, Registered<?, ?> registered) {}

  private @Nullable Found find(String name, List<ExtensionPoint<?>> points) {
    for (LoadedPlugin plugin : plugins.values()) {
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

  private String unknown(String what, String name, List<ExtensionPoint<?>> points) {
    List<String> known =
        plugins.values().stream()
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

  private static <E extends Extension> Installed<E> installed(
      Instance instance, ExtensionPoint<E> point, @Nullable FilterUse use) {
    Registered<?, ?> registered = instance.registered();
    return new Installed<>(
        instance.name(),
        registered.name(),
        instance.plugin().id(),
        instance.plugin().version(),
        point.type().cast(instance.extension()),
        use != null && use.stage() != null
            ? use.stage()
            : point.equals(Authenticator.POINT)
                ? dev.gatehouse.sdk.Stage.AUTHENTICATION
                : registered.stage(),
        use != null && use.onError() != null ? use.onError() : registered.onError(),
        use != null && use.timeout() != null ? use.timeout() : registered.timeout(),
        registered.reads(),
        instance.counters());
  }

  private static <E extends Extension> List<Installed<E>> ofPoint(
      Map<Registered<?, ?>, Instance> sections, ExtensionPoint<E> point) {
    List<Installed<E>> all = new ArrayList<>();
    sections.forEach((registered, instance) -> {
      if (registered.point().equals(point)) {
        all.add(installed(instance, point, null));
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

  private void strangersAreMeant(Map<String, List<Installed<?>>> filters) {
    if (config.server().allowAnonymous() || CrossChecks.loopback(config.server().host())) {
      return;
    }
    filters.forEach((route, chain) -> {
      if (chain.stream().noneMatch(installed -> installed.it() instanceof Authenticator)) {
        problems.error(
            config.root().at(),
            "server.host",
            "route "
                + route
                + " would serve callers beyond this machine without authentication; add an authenticator such as"
                + " api-key to filters, listen on 127.0.0.1, or say server.allow-anonymous: true");
      }
    });
  }
}
