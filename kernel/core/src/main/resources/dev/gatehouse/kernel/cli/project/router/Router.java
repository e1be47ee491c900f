package {{package}};

import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.route.Router;
import dev.gatehouse.sdk.route.Routing;
import java.util.Comparator;
import java.util.List;

/// Puts the targets in the order in which they are tried.
final class {{Name}}Router implements Router {
  @Override
  public List<Target> route(Exchange exchange, List<Target> candidates, Routing routing) {
    List<Target> ordered =
        candidates.stream().sorted(Comparator.comparingInt(Target::weight)).toList();
    routing.explain("{{name}}: smallest weight first, so " + ordered.getFirst().id());
    return ordered;
  }
}
