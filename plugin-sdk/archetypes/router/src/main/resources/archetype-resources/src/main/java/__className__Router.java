package ${package};

import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.route.Router;
import dev.gatehouse.sdk.route.Routing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Tries the provider first that the caller names; the others follow in the order of the
/// configuration.
final class ${className}Router implements Router {
  private final ${className}Config config;

  ${className}Router(${className}Config config) {
    this.config = config;
  }

  @Override
  public List<Target> route(Exchange exchange, List<Target> candidates, Routing routing) {
    String preferred = exchange.head().headers().value(config.header());
    if (preferred == null) {
      return candidates;
    }
    routing.explain("${artifactId}: the caller prefers " + preferred);
    List<Target> ordered = new ArrayList<>(candidates);
    ordered.sort(Comparator.comparing(target -> !target.provider().equals(preferred)));
    return ordered;
  }
}
