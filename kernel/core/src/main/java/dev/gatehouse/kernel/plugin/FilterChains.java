package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.ConfigProblems;
import dev.gatehouse.kernel.config.CrossChecks;
import dev.gatehouse.kernel.config.FilterUse;
import dev.gatehouse.kernel.config.GatewayConfig;
import dev.gatehouse.kernel.config.RouteConfig;
import dev.gatehouse.sdk.ExtensionPoint;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.filter.Filter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Lines up the filters and authenticators of each route.
final class FilterChains {
  private final GatewayConfig config;
  private final Extensions extensions;
  private final InstanceFactory factory;
  private final ConfigProblems problems;

  FilterChains(
      GatewayConfig config,
      Extensions extensions,
      InstanceFactory factory,
      ConfigProblems problems) {
    this.config = config;
    this.extensions = extensions;
    this.factory = factory;
    this.problems = problems;
  }

  /// Makes the chains by the id of their route.
  ///
  /// @param last filters that no route names, after those that it does
  Map<String, List<Installed<?>>> make(List<Installed<Filter>> last) {
    Map<String, List<Installed<?>>> all = filters(last);
    strangersAreMeant();
    return all;
  }

  private Map<String, List<Installed<?>>> filters(List<Installed<Filter>> last) {
    List<Installed<?>> global = uses(config.filters());
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
      Extensions.Found found = extensions.find(use.extension(), points);
      if (found == null) {
        problems.error(use.settings(), extensions.unknown("filter", use.extension(), points));
        continue;
      }
      Instance instance =
          factory.instance(found.plugin(), found.registered(), use.extension(), use.settings());
      if (instance != null) {
        chain.add(
            found.registered().point().equals(Authenticator.POINT)
                ? Installed.of(instance, Authenticator.POINT, use)
                : Installed.of(instance, Filter.POINT, use));
      }
    }
    return chain;
  }

  private void strangersAreMeant() {
    if (config.server().allowAnonymous() || CrossChecks.loopback(config.server().host())) {
      return;
    }
    boolean all = authenticates(config.filters());
    for (RouteConfig route : config.routes()) {
      if (!all && !authenticates(route.filters())) {
        problems.error(
            config.root().at(),
            "server.host",
            "route "
                + route.id()
                + " would serve callers beyond this machine without authentication; add an authenticator such as"
                + " api-key to filters, listen on 127.0.0.1, or say server.allow-anonymous: true");
      }
    }
  }

  private boolean authenticates(List<FilterUse> uses) {
    return uses.stream()
        .anyMatch(use -> extensions.find(use.extension(), List.of(Authenticator.POINT)) != null);
  }
}
