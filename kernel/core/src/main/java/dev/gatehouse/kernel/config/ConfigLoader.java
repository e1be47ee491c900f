package dev.gatehouse.kernel.config;

import dev.gatehouse.kernel.config.ConfigNode.Mapping;
import dev.gatehouse.kernel.config.ConfigNode.Scalar;
import dev.gatehouse.kernel.config.ConfigNode.Sequence;
import dev.gatehouse.sdk.ErrorMode;
import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.Stage;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the text of a configuration into a [GatewayConfig].
///
/// Knows the kernel's own keys; other top-level keys are sections for plugins, and judged when the
/// plugins are known.
public final class ConfigLoader {
  /// The kernel's own top-level keys, in the order of the documentation.
  public static final List<String> KERNEL_KEYS =
      List.of("server", "plugins", "providers", "models", "consumers", "filters", "routes");

  private static final Set<String> PROVIDER_KEYS = Set.of("type", "timeouts", "max-connections");
  private static final Set<String> FILTER_KEYS =
      Set.of("on-error", "timeout", "stage", "concurrency");

  private final ConfigProblems problems;
  private final Binder binder;

  private ConfigLoader(References references, ConfigProblems problems) {
    this.problems = problems;
    this.binder = new Binder(references, problems);
  }

  /// Loads a configuration.
  ///
  /// @param text the YAML text
  /// @param file its name, for messages
  /// @return the configuration, or null when something stops it, which is in the problems
  public static @Nullable GatewayConfig load(
      String text, String file, References references, ConfigProblems problems) {
    GatewayConfig config = draft(text, file, references, problems);
    return problems.failed() ? null : config;
  }

  /// Reads as much of a configuration as can be read, so that whoever judges the rest of it can add
  /// to its problems. What is wrong is left out of it.
  ///
  /// @param text the YAML text
  /// @param file its name, for messages
  /// @return what may serve only when there are no problems; null when the text is no YAML
  public static @Nullable GatewayConfig draft(
      String text, String file, References references, ConfigProblems problems) {
    Mapping root = YamlReader.read(text, file, problems);
    return problems.failed() ? null : new ConfigLoader(references, problems).config(root);
  }

  private @Nullable GatewayConfig config(Mapping root) {
    ServerConfig server = section(root, "server", ServerConfig.class);
    PluginsConfig plugins = section(root, "plugins", PluginsConfig.class);
    Map<String, ProviderConfig> providers = providers(at(root, "providers"));
    Map<String, ModelConfig> models = named(at(root, "models"), ModelConfig.class);
    Map<String, ConsumerConfig> consumers = named(at(root, "consumers"), ConsumerConfig.class);
    List<FilterUse> filters = filters(at(root, "filters"));
    List<RouteConfig> routes = withModelRoute(routes(at(root, "routes")), root.at());
    Map<String, ConfigNode> sections = new LinkedHashMap<>(root.entries());
    sections.keySet().removeAll(KERNEL_KEYS);
    if (server == null || plugins == null) {
      return null;
    }
    GatewayConfig config =
        new GatewayConfig(
            server,
            plugins,
            providers,
            models,
            consumers,
            filters,
            routes,
            sections,
            root,
            ConfigHash.of(root));
    CrossChecks.check(config, problems);
    return config;
  }

  /// Binds a section of the kernel; where that fails its defaults stand in, for judging the rest.
  private <T extends Record> @Nullable T section(Mapping root, String key, Class<T> type) {
    T bound = binder.bind(at(root, key), type);
    return bound != null ? bound : binder.bind(Mapping.empty(root.at(), key), type);
  }

  private static ConfigNode at(Mapping root, String key) {
    ConfigNode node = root.entries().get(key);
    return node == null ? Mapping.empty(root.at(), key) : node;
  }

  private <T extends Record> Map<String, T> named(ConfigNode node, Class<T> type) {
    Map<String, T> all = new LinkedHashMap<>();
    entries(node)
        .forEach((name, value) -> {
          T bound = binder.bind(value, type);
          if (bound != null) {
            all.put(name, bound);
          }
        });
    return all;
  }

  private Map<String, ConfigNode> entries(ConfigNode node) {
    if (node.isNull()) {
      return Map.of();
    }
    if (node instanceof Mapping mapping) {
      for (String name : mapping.entries().keySet()) {
        if (name.isBlank() || name.length() > 200) {
          problems.error(mapping, "a name has 1 to 200 characters");
        }
      }
      return mapping.entries();
    }
    problems.error(node, "expected names with values, got " + node.kindName());
    return Map.of();
  }

  private Map<String, ProviderConfig> providers(ConfigNode node) {
    Map<String, ProviderConfig> providers = new LinkedHashMap<>();
    entries(node)
        .forEach((name, value) -> {
          Mapping mapping =
              value instanceof Mapping m ? m : Mapping.empty(value.at(), value.path());
          Map<String, ConfigNode> common = new LinkedHashMap<>(mapping.entries());
          common.keySet().retainAll(PROVIDER_KEYS);
          ProviderCommon bound =
              binder.bind(new Mapping(value.at(), value.path(), common), ProviderCommon.class);
          if (bound != null) {
            providers.put(
                name,
                new ProviderConfig(name, bound.type(), bound, mapping.without(PROVIDER_KEYS)));
          }
        });
    return providers;
  }

  private List<FilterUse> filters(ConfigNode node) {
    if (node.isNull() || (node instanceof Mapping empty && empty.entries().isEmpty())) {
      return List.of();
    }
    if (!(node instanceof Sequence sequence)) {
      problems.error(
          node, "expected a list of filters such as [ { api-key: {} } ], got " + node.kindName());
      return List.of();
    }
    List<FilterUse> uses = new ArrayList<>();
    for (ConfigNode item : sequence.items()) {
      FilterUse use = filter(item);
      if (use != null) {
        uses.add(use);
      }
    }
    return uses;
  }

  /// What may stand beside the name of a filter.
  record FilterOptions(
      @Option(
              description =
                  "Whether a failure ends the exchange (closed) or skips the filter (open).")
          @Nullable ErrorMode onError,
      @Option(description = "Time limit of each call.") @Nullable Duration timeout,
      @Option(description = "The stage in which it runs, where it differs from the filter's own.")
          @Nullable Stage stage,
      @Option(description = "How many calls run at a time; more are refused or skipped.") @Min(1)
          @Nullable Integer concurrency) {}

  private @Nullable FilterUse filter(ConfigNode item) {
    if (item instanceof Scalar scalar && scalar.kind() == Scalar.Kind.STRING) {
      return new FilterUse(
          scalar.text(), Mapping.empty(item.at(), item.path()), null, null, null, null);
    }
    if (!(item instanceof Mapping mapping)) {
      problems.error(
          item, "expected the name of a filter with its settings, got " + item.kindName());
      return null;
    }
    List<String> names =
        mapping.entries().keySet().stream().filter(key -> !FILTER_KEYS.contains(key)).toList();
    if (names.size() != 1) {
      problems.error(
          item,
          "expected one filter, got "
              + (names.isEmpty() ? "none" : String.join(" and ", names))
              + "; beside its name may stand on-error, timeout, stage, concurrency");
      return null;
    }
    FilterOptions options = binder.bind(mapping.without(names), FilterOptions.class);
    ConfigNode settings = mapping.entries().get(names.getFirst());
    if (options == null || settings == null) {
      return null;
    }
    return new FilterUse(
        names.getFirst(),
        settings,
        options.onError(),
        options.timeout(),
        options.stage(),
        options.concurrency());
  }

  private List<RouteConfig> routes(ConfigNode node) {
    if (node.isNull() || (node instanceof Mapping empty && empty.entries().isEmpty())) {
      return List.of();
    }
    if (!(node instanceof Sequence sequence)) {
      problems.error(node, "expected a list of routes, got " + node.kindName());
      return List.of();
    }
    List<RouteConfig> routes = new ArrayList<>();
    for (ConfigNode item : sequence.items()) {
      if (!(item instanceof Mapping mapping)) {
        problems.error(item, "expected the keys of a route, got " + item.kindName());
        continue;
      }
      List<FilterUse> filters = filters(at(mapping, item, "filters"));
      RouteConfig.Keys keys =
          binder.bind(mapping.without(Set.of("filters")), RouteConfig.Keys.class);
      if (keys != null) {
        routes.add(
            new RouteConfig(
                keys.id(),
                keys.match(),
                keys.upstream(),
                keys.stripPrefix() == null ? "" : keys.stripPrefix(),
                keys.timeouts(),
                keys.maxConnections(),
                filters,
                item.at()));
      }
    }
    return routes;
  }

  /// Without a route of their own, models are served on every path that a client protocol knows.
  private List<RouteConfig> withModelRoute(List<RouteConfig> routes, Location at) {
    if (routes.stream().anyMatch(route -> route.upstream() == null)) {
      return routes;
    }
    RouteConfig.Keys keys =
        binder.bind(
            new Mapping(
                at,
                "routes.models",
                Map.of("id", new Scalar(at, "routes.models.id", "models", Scalar.Kind.STRING))),
            RouteConfig.Keys.class);
    List<RouteConfig> all = new ArrayList<>(routes);
    if (keys != null) {
      all.add(
          new RouteConfig(
              keys.id(),
              keys.match(),
              null,
              "",
              keys.timeouts(),
              keys.maxConnections(),
              List.of(),
              at));
    }
    return all;
  }

  private static ConfigNode at(Mapping mapping, ConfigNode parent, String key) {
    ConfigNode node = mapping.entries().get(key);
    return node == null ? Mapping.empty(parent.at(), ConfigNode.child(parent.path(), key)) : node;
  }
}
