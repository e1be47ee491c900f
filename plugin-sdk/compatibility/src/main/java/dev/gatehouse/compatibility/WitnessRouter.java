package dev.gatehouse.compatibility;

import dev.gatehouse.sdk.exchange.Attempt;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.route.Router;
import dev.gatehouse.sdk.route.Routing;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Takes the targets in the order of the configuration, backwards.
final class WitnessRouter implements Router {
  private final AtomicLong attempts = new AtomicLong();

  @Override
  public List<Target> route(Exchange exchange, List<Target> candidates, Routing routing) {
    routing.explain("backwards, draw " + (routing.draw() < 1 ? "in range" : "out of range"));
    return candidates.reversed();
  }

  @Override
  public void onAttempt(Exchange exchange, Attempt attempt) {
    attempts.incrementAndGet();
  }
}
