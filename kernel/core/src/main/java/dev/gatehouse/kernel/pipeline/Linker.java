package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.config.ConfigProblems;
import dev.gatehouse.kernel.config.GatewayConfig;
import dev.gatehouse.kernel.config.ModelConfig;
import dev.gatehouse.kernel.config.ModelConfig.TargetConfig;
import dev.gatehouse.kernel.config.RouteConfig;
import dev.gatehouse.kernel.config.Timeouts;
import dev.gatehouse.kernel.plugin.Generation;
import dev.gatehouse.kernel.plugin.GenerationLinker;
import dev.gatehouse.kernel.plugin.Installed;
import dev.gatehouse.kernel.record.Prices;
import dev.gatehouse.kernel.record.SinkQueue;
import dev.gatehouse.kernel.route.RouteMatch;
import dev.gatehouse.kernel.wire.Origin;
import dev.gatehouse.kernel.wire.Timers;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.log.RequestLogSink;
import dev.gatehouse.sdk.protocol.ClientProtocol;
import dev.gatehouse.sdk.protocol.ModelInfo;
import dev.gatehouse.sdk.telemetry.Telemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Links a generation: what is looked up by name in the configuration is looked up once, here.
public final class Linker implements GenerationLinker {
  private final SinkQueues queues;
  private final LongAdder tagsDropped = new LongAdder();

  /// Makes a linker that keeps the queues of sinks over generations.
  public Linker(SinkQueues queues) {
    this.queues = queues;
  }

  /// Returns how many tags were one too many for their exchange, over all generations.
  public long tagsDropped() {
    return tagsDropped.sum();
  }

  @Override
  public Object link(Generation generation, ConfigProblems problems) {
    GatewayConfig config = generation.config();
    Telemetry telemetry = generation.telemetry().<Telemetry>map(Installed::it).orElse(null);
    OpenTelemetry instruments =
        telemetry == null ? OpenTelemetry.noop() : telemetry.openTelemetry();
    List<LinkedRoute> routes = new ArrayList<>();
    for (RouteConfig route : config.routes()) {
      if (route.upstream() == null || checkUpstream(route, problems)) {
        routes.add(route(route, generation.filters(route)));
      }
    }
    List<SinkQueue> sinks = new ArrayList<>();
    for (Installed<RequestLogSink> sink : generation.sinks()) {
      sinks.add(queues.of(sink, config.server().limits().recordQueue().bytes()));
    }
    return new Linked(
        generation::overdue,
        List.copyOf(routes),
        providers(generation),
        models(generation),
        generation.protocols().stream().<ClientProtocol>map(Installed::it).toList(),
        modelList(generation),
        List.copyOf(sinks),
        telemetry,
        new Prices(config),
        config.server().limits(),
        config.hash(),
        tagsDropped,
        new HookSpans(instruments, config.plugins()));
  }

  @Override
  public void unlink(Object linked) {
    queues.giveBack(((Linked) linked).sinks());
  }

  private static boolean checkUpstream(RouteConfig route, ConfigProblems problems) {
    if (route.upstream() != null && route.upstream().getRawQuery() == null) {
      try {
        Origin _ = Origin.of(route.upstream());
        return true;
      } catch (IllegalArgumentException e) {
        problems.error(
            route.at(), "routes." + route.id() + ".upstream", String.valueOf(e.getMessage()));
        return false;
      }
    }
    problems.error(route.at(), "routes." + route.id() + ".upstream", "an upstream has no query");
    return false;
  }

  private static LinkedRoute route(RouteConfig route, List<Installed<?>> filters) {
    return new LinkedRoute(
        route,
        new RouteMatch(route.match()),
        links(filters, route.id()),
        route.upstream() == null ? null : Origin.of(route.upstream()),
        new LongAdder());
  }

  /// The authenticators stand together, where the first of them stands.
  private static List<FilterLink> links(List<Installed<?>> filters, String route) {
    List<FilterLink> links = new ArrayList<>();
    int authenticators = -1;
    for (Installed<?> installed : filters) {
      if (installed.it() instanceof Filter filter) {
        links.add(new FilterLink(installed, filter, route));
      } else if (installed.it() instanceof Authenticator authenticator) {
        authenticators = authenticators < 0 ? links.size() : authenticators;
        links.add(
            authenticators++, new FilterLink(installed, new Authentication(authenticator), route));
      }
    }
    return List.copyOf(links);
  }

  private static Map<String, LinkedProvider> providers(Generation generation) {
    Map<String, LinkedProvider> providers = new LinkedHashMap<>();
    generation
        .config()
        .providers()
        .forEach((name, provider) -> {
          var installed = generation.providers().get(name);
          if (installed != null) {
            providers.put(
                name,
                new LinkedProvider(
                    name,
                    installed.it(),
                    timers(provider.common().timeouts()),
                    provider.common().maxConnections()));
          }
        });
    return providers;
  }

  static Timers timers(Timeouts timeouts) {
    return new Timers(
        timeouts.connect(), timeouts.firstByte(), timeouts.betweenEvents(), timeouts.total());
  }

  private static Map<String, LinkedModel> models(Generation generation) {
    Map<String, LinkedModel> models = new LinkedHashMap<>();
    generation
        .config()
        .models()
        .forEach((name, model) ->
            models.put(
                name,
                new LinkedModel(
                    targets(model.targets()),
                    targets(model.fallback()),
                    generation.routers().get(name))));
    return models;
  }

  private static List<Target> targets(List<TargetConfig> targets) {
    return targets.stream()
        .map(target -> new Target(target.provider(), target.model(), target.weight()))
        .toList();
  }

  private static List<ModelInfo> modelList(Generation generation) {
    List<ModelInfo> list = new ArrayList<>();
    for (Map.Entry<String, ModelConfig> entry : generation.config().models().entrySet()) {
      list.add(
          new ModelInfo(
              entry.getKey(),
              entry.getValue().targets().getFirst().provider(),
              generation.loadedAt()));
    }
    return List.copyOf(list);
  }
}
