package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.plugin.Faults;
import dev.gatehouse.kernel.plugin.Installed;
import dev.gatehouse.kernel.plugin.policy.CallGate;
import dev.gatehouse.kernel.plugin.policy.CallOutcome;
import dev.gatehouse.kernel.plugin.policy.HookStats;
import dev.gatehouse.sdk.exchange.Attempt;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.route.Router;
import dev.gatehouse.sdk.route.Routing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks the router of a model for the order of the targets, within the same limits as filters.
final class RouterCall {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse.plugin");

  private RouterCall() {}

  /// Returns the order, or null when the router fails open: then the weights decide.
  ///
  /// @throws ExchangeFailed when it refuses, or fails closed
  static @Nullable List<Target> order(
      LiveExchange exchange, Installed<Router> router, List<Target> candidates) {
    HookStats stats = router.gate().hook(exchange.route(), "route");
    String what = "router " + router.extension();
    long start = System.nanoTime();
    CallGate.Pass pass = router.gate().enter(router.concurrency(), start);
    if (pass != CallGate.Pass.FREE) {
      PluginFault.keptOut(exchange, router, stats, what, pass);
      return null;
    }
    @Nullable List<Target> order = null;
    @Nullable Throwable fault = null;
    Guard guard = exchange.guard();
    guard.arm(start + router.timeout().toNanos(), new Callee(what, router.gate(), stats));
    try {
      order = router.it().route(exchange, candidates, new Explaining(exchange));
    } catch (Throwable e) {
      fault = e;
    }
    boolean late;
    try {
      late = guard.disarm() && !guard.ended();
    } finally {
      router.gate().leave(router.concurrency());
    }
    exchange.checkClient();
    long took = System.nanoTime() - start;
    if (fault instanceof ProblemException refused) {
      stats.ended(CallOutcome.REJECT, took);
      throw new ExchangeFailed(refused.problem(), Outcome.REJECTED);
    }
    if (order == null) {
      Throwable why = fault == null ? new NullPointerException("route returned null") : fault;
      PluginFault.failed(exchange, router, stats, what, why, late, took);
      return null;
    }
    router.gate().succeeded();
    stats.ended(late ? CallOutcome.TIMEOUT : CallOutcome.NEXT, took);
    return order;
  }

  /// Tells the router how an attempt went.
  static void tell(Installed<Router> router, LiveExchange exchange, Attempt attempt) {
    HookStats stats = router.gate().hook(exchange.route(), "attempt");
    long start = System.nanoTime();
    CallOutcome outcome = CallOutcome.NEXT;
    Guard guard = exchange.guard();
    guard.arm(
        start + router.timeout().toNanos(),
        new Callee("router " + router.extension(), router.gate(), stats));
    try {
      router.it().onAttempt(exchange, attempt);
    } catch (Throwable e) {
      outcome = CallOutcome.ERROR;
      LOG.log(
          System.Logger.Level.WARNING,
          "router " + router.extension() + ": onAttempt failed: " + Faults.render(e));
    } finally {
      if (guard.disarm() && !guard.ended()) {
        outcome = CallOutcome.TIMEOUT;
      }
      stats.ended(outcome, System.nanoTime() - start);
    }
  }

  private record Explaining(LiveExchange exchange) implements Routing {
    @Override
    public double draw() {
      return exchange.draw();
    }

    @Override
    public void explain(String line) {
      exchange.explain(line);
    }
  }
}
