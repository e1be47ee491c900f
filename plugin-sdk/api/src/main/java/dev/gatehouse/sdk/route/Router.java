package dev.gatehouse.sdk.route;

import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.ExtensionPoint;
import dev.gatehouse.sdk.exchange.Attempt;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Target;
import java.util.List;

/// Puts the targets of an exchange in the order in which they are to be tried.
///
/// A model names its router by `router:`; without one the kernel draws by weight.
///
/// | method | when | thread | time limit | on error | may touch |
/// |---|---|---|---|---|---|
/// | [#route] | once an exchange with a model that names it, after all filters saw the request, streamed or not | the exchange's own; may block | the extension's (1 s unless said), then interrupted | the extension's error mode; open: the weights decide; a [dev.gatehouse.sdk.http.ProblemException] refuses | reads the exchange; decides the order of the candidates only |
/// | [#onAttempt] | once for each attempt, when it has ended; for a stream after its last event | the same; must not block | keep to microseconds | counted, never affects the exchange | its own state |
public interface Router extends Extension {
  /// Where routers plug in.
  ExtensionPoint<Router> POINT = new ExtensionPoint<>("router", Router.class);

  /// Returns the targets in order: the first is the choice, the rest are tried when it fails before
  /// content went out.
  ///
  /// @param candidates never empty
  /// @param routing takes the explanation and gives the random draw
  List<Target> route(Exchange exchange, List<Target> candidates, Routing routing) throws Exception;

  /// Learns how an attempt ended. Called by the thread of the exchange; must be quick.
  default void onAttempt(Exchange exchange, Attempt attempt) {}
}
