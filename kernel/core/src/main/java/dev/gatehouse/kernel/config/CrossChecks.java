package dev.gatehouse.kernel.config;

import dev.gatehouse.kernel.config.ModelConfig.TargetConfig;
import dev.gatehouse.kernel.wire.TrustedNetworks;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rules over several parts of the configuration.
public final class CrossChecks {
  private final GatewayConfig config;
  private final ConfigProblems problems;

  private CrossChecks(GatewayConfig config, ConfigProblems problems) {
    this.config = config;
    this.problems = problems;
  }

  static void check(GatewayConfig config, ConfigProblems problems) {
    CrossChecks checks = new CrossChecks(config, problems);
    checks.targetsHaveProviders();
    checks.keysAreUnique();
    checks.routesAreUniqueAndReachable();
    checks.strangersAreMeant();
    checks.frontIsKnown();
    checks.everyPluginIsForDevelopment();
  }

  private void targetsHaveProviders() {
    Set<String> providers = names("providers");
    config
        .models()
        .forEach((name, model) -> {
          List<TargetConfig> all = new ArrayList<>(model.targets());
          all.addAll(model.fallback());
          for (TargetConfig target : all) {
            if (!providers.contains(target.provider())) {
              problems.error(
                  config.at("models", name),
                  "models." + name,
                  "there is no provider \""
                      + target.provider()
                      + "\""
                      + Suggestions.didYouMean(target.provider(), providers)
                      + "; providers: "
                      + (providers.isEmpty() ? "none" : String.join(", ", providers)));
            }
          }
          if (model.targets().stream().allMatch(target -> target.weight() == 0)) {
            problems.error(
                config.at("models", name),
                "models." + name + ".targets",
                "at least one target needs a weight above 0");
          }
        });
  }

  private void keysAreUnique() {
    Map<String, String> owners = new HashMap<>();
    config
        .consumers()
        .forEach((id, consumer) -> {
          for (String key : consumer.keys()) {
            String other = owners.putIfAbsent(key.toLowerCase(java.util.Locale.ROOT), id);
            if (other != null) {
              problems.error(
                  config.at("consumers", id),
                  "consumers." + id + ".keys",
                  "the same key belongs to " + other + "; each key belongs to one consumer");
            }
          }
        });
  }

  private void routesAreUniqueAndReachable() {
    Set<String> ids = new HashSet<>();
    Set<String> models = names("models");
    List<RouteConfig> before = new ArrayList<>();
    for (RouteConfig route : config.routes()) {
      String path = "routes." + route.id();
      if (!ids.add(route.id())) {
        problems.error(route.at(), path, "two routes have this id");
      }
      String model = route.match().model();
      if (model != null && route.upstream() == null && !models.contains(model)) {
        problems.error(
            route.at(),
            path + ".match.model",
            "there is no model \"" + model + "\"" + Suggestions.didYouMean(model, models));
      }
      for (RouteConfig earlier : before) {
        boolean builtIn = route.upstream() == null && route.at().equals(config.root().at());
        if (!builtIn && covers(earlier.match(), route.match())) {
          problems.warning(
              route.at(),
              path,
              "can never match: route "
                  + earlier.id()
                  + " before it matches everything that it does");
          break;
        }
      }
      before.add(route);
    }
  }

  /// Returns whether everything that matches `later` also matches `earlier`.
  private static boolean covers(RouteConfig.Match earlier, RouteConfig.Match later) {
    return coversPath(earlier.path(), later.path())
        && (earlier.methods().isEmpty()
            || (!later.methods().isEmpty() && earlier.methods().containsAll(later.methods())))
        && (earlier.host() == null || earlier.host().equals(later.host()))
        && later.headers().entrySet().containsAll(earlier.headers().entrySet())
        && (earlier.model() == null || earlier.model().equals(later.model()));
  }

  private static boolean coversPath(String earlier, String later) {
    if (!earlier.endsWith("/**")) {
      return earlier.equals(later);
    }
    String prefix = earlier.substring(0, earlier.length() - 3);
    String other = later.endsWith("/**") ? later.substring(0, later.length() - 3) : later;
    return other.equals(prefix) || other.startsWith(prefix + "/");
  }

  private void frontIsKnown() {
    ServerConfig server = config.server();
    try {
      TrustedNetworks networks = TrustedNetworks.of(server.trustedNetworks());
      if (server.proxyProtocol() && networks.isEmpty()) {
        problems.error(
            config.at("server", "proxy-protocol"),
            "server.proxy-protocol",
            "it needs server.trusted-networks: who may write the header");
      }
    } catch (IllegalArgumentException e) {
      problems.error(
          config.at("server", "trusted-networks"),
          "server.trusted-networks",
          String.valueOf(e.getMessage()));
    }
  }

  private void strangersAreMeant() {
    ServerConfig server = config.server();
    if (!loopback(server.adminHost())
        && server.adminKey() == null
        && server.adminKeys().isEmpty()) {
      problems.error(
          config.at("server", "admin-host"),
          "server.admin-host",
          "the admin API listens beyond loopback; set server.admin-key or server.admin-keys, or listen on 127.0.0.1");
    }
  }

  /// Returns whether an address is this machine's own.
  public static boolean loopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /// Returns the names that stand in a section, also those of entries that are wrong themselves.
  private Set<String> names(String section) {
    return config.root().entries().get(section) instanceof ConfigNode.Mapping mapping
        ? mapping.entries().keySet()
        : Set.of();
  }

  private void everyPluginIsForDevelopment() {
    if (config.plugins().policy() == PluginPolicy.ANY && !loopback(config.server().host())) {
      problems.error(
          config.at("plugins", "policy"),
          "plugins.policy",
          "any lets every file run and is for development; listen on 127.0.0.1, or use allowlist or"
              + " signed");
    }
  }
}
