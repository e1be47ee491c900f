package com.example.cookbook;

import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.route.Router;
import dev.gatehouse.sdk.route.Routing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Recipe: keep each consumer with one target, without keeping anything.
final class StickyRouter implements Router {
  /// Nothing to set.
  record Config() {}

  @Override
  public List<Target> route(Exchange exchange, List<Target> candidates, Routing routing) {
    String unit = exchange.consumer().map(consumer -> consumer.id()).orElse("");
    if (unit.isEmpty()) {
      // The only randomness that a decision may have: it is recorded with it.
      return from((int) (routing.draw() * candidates.size()), candidates);
    }
    int place = Math.floorMod(unit.hashCode() * 0x9E3779B9, candidates.size());
    routing.explain("sticky: consumer " + unit + " stays with place " + place);
    return from(place, candidates);
  }

  /// The chosen one first; the others are tried when it fails before content went out.
  private static List<Target> from(int place, List<Target> candidates) {
    List<Target> ordered = new ArrayList<>(candidates);
    Collections.rotate(ordered, -place);
    return ordered;
  }
}
