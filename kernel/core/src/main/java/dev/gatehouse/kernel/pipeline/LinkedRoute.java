package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.config.Location;
import dev.gatehouse.kernel.config.RouteConfig;
import dev.gatehouse.kernel.config.Timeouts;
import dev.gatehouse.kernel.route.RouteMatch;
import dev.gatehouse.kernel.wire.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A route with its filters, ready to serve.
///
/// @param config the route as configured
/// @param match judges requests
/// @param links the filters, in the order in which they see a request
/// @param origin where a plain HTTP route goes, or null for a model route
/// @param hits counts the exchanges that took it
record LinkedRoute(
    RouteConfig config,
    RouteMatch match,
    List<FilterLink> links,
    @Nullable Origin origin,
    LongAdder hits) {
  /// What requests take that match no route: no filter and no upstream, so all they meet is a
  /// refusal that is traced, counted and recorded like any other.
  static final LinkedRoute NONE = none();

  private static LinkedRoute none() {
    RouteConfig.Match everything = new RouteConfig.Match("/**", List.of(), null, Map.of(), null);
    Duration unused = Duration.ofSeconds(1);
    return new LinkedRoute(
        new RouteConfig(
            "none",
            everything,
            null,
            "",
            new Timeouts(unused, unused, unused, unused),
            1,
            List.of(),
            new Location("", 1, 1)),
        new RouteMatch(everything),
        List.of(),
        new Origin("http", "nowhere.invalid", 80),
        new LongAdder());
  }

  boolean forModels() {
    return origin == null;
  }
}
