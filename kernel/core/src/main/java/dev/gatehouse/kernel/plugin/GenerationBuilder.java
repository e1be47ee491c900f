package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.Binder;
import dev.gatehouse.kernel.config.ConfigNode.Mapping;
import dev.gatehouse.kernel.config.ConfigProblems;
import dev.gatehouse.kernel.config.GatewayConfig;
import dev.gatehouse.kernel.config.References;
import dev.gatehouse.sdk.Extension;
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
  private final Extensions extensions;
  private final Sections sections;

  /// Prepares to build.
  ///
  /// @param notUsed plugins that are there but cannot be used
  /// @param before the instances that serve, which are carried over where they may
  /// @param telemetryMade learns of the telemetry before anything is made that takes its
  ///   instruments from it
  GenerationBuilder(
      GatewayConfig config,
      Map<String, LoadedPlugin> plugins,
      List<PluginStatus> notUsed,
      List<Instance> before,
      References references,
      ConfigProblems problems,
      ContentReader contentReader,
      Consumer<Telemetry> telemetryMade) {
    this.config = config;
    this.problems = problems;
    this.extensions = new Extensions(plugins.values(), notUsed);
    this.factory =
        new InstanceFactory(
            before, config, new Binder(references, problems), problems, contentReader);
    this.sections = new Sections(config, plugins.values(), factory, problems, telemetryMade);
  }

  /// Builds the instances. On problems everything made so far is given back.
  Generation.@Nullable Parts build() {
    sections.make();
    Map<String, Installed<Provider>> providers = providers();
    Map<String, Installed<Router>> routers = routers();
    Map<String, List<Installed<?>>> filters =
        new FilterChains(config, extensions, factory, problems)
            .make(sections.ofPoint(Filter.POINT));
    List<AdminExtension> mounts = adminExtensions();
    if (problems.failed()) {
      factory.abandon();
      return null;
    }
    List<Installed<ClientProtocol>> protocols =
        new ArrayList<>(sections.ofPoint(ClientProtocol.POINT));
    protocols.sort(Comparator.comparing(installed -> installed.it().id()));
    List<Installed<Telemetry>> telemetry = sections.ofPoint(Telemetry.POINT);
    return new Generation.Parts(
        filters,
        providers,
        List.copyOf(protocols),
        routers,
        sections.ofPoint(RequestLogSink.POINT),
        telemetry.isEmpty() ? Optional.empty() : Optional.of(telemetry.getFirst()),
        mounts);
  }

  List<Instance> instances() {
    return factory.made();
  }

  /// Returns the plugins whose own sections could not be made, with the reason.
  Map<LoadedPlugin, String> faulty() {
    return sections.faulty();
  }

  void abandon() {
    factory.abandon();
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
