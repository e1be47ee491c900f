package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.config.RouteConfig;
import dev.gatehouse.kernel.route.RouteMatch;
import dev.gatehouse.kernel.wire.Origin;
import java.util.List;
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
  boolean forModels() {
    return origin == null;
  }
}
