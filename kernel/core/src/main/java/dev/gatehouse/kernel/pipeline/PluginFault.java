package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.plugin.Faults;
import dev.gatehouse.kernel.plugin.Installed;
import dev.gatehouse.kernel.plugin.policy.CallGate;
import dev.gatehouse.kernel.plugin.policy.CallOutcome;
import dev.gatehouse.kernel.plugin.policy.HookStats;
import dev.gatehouse.sdk.ErrorMode;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.http.Problem;

/// What follows when a call of a plugin fails or is not made: it is counted, told, and either ends
/// the exchange or is passed over.
final class PluginFault {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse.plugin");

  private PluginFault() {}

  /// Settles a call that threw or took too long; returns when it fails open.
  ///
  /// @param what such as `filter guard`
  /// @param late whether its time was over
  /// @param tookNanos how long it took, or -1 when that was not measured
  /// @throws ExchangeFailed when it fails closed
  static void failed(
      LiveExchange exchange,
      Installed<?> installed,
      HookStats stats,
      String what,
      Throwable fault,
      boolean late,
      long tookNanos) {
    boolean open = installed.onError() == ErrorMode.OPEN;
    stats.counted(open ? CallOutcome.FAILED_OPEN : late ? CallOutcome.TIMEOUT : CallOutcome.ERROR);
    if (tookNanos >= 0) {
      stats.took(tookNanos);
    }
    String happened = (late ? "exceeded its time limit: " : "failed: ") + Faults.render(fault);
    LOG.log(
        System.Logger.Level.WARNING, "exchange " + exchange.id() + ": " + what + " " + happened);
    String stack = late ? exchange.guard().overrun() : Faults.frames(fault);
    if (installed.gate().failed(stats.hook() + " " + firstLine(happened), stack)) {
      LOG.log(System.Logger.Level.ERROR, what + " failed too often and is left alone for a while");
    }
    if (open) {
      exchange.explain(what + " failed and was skipped");
      return;
    }
    exchange.explain(what + " failed");
    throw new ExchangeFailed(
        late
            ? Problem.of(503, "plugin_timeout", "The " + what + " took too long.").retryAfter(1)
            : Problem.of(500, "plugin_error", "The " + what + " failed."),
        Outcome.PLUGIN_ERROR);
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  /// Settles a call that may not be made; returns when it fails open.
  ///
  /// @throws ExchangeFailed when it fails closed
  static void keptOut(
      LiveExchange exchange,
      Installed<?> installed,
      HookStats stats,
      String what,
      CallGate.Pass pass) {
    boolean busy = pass == CallGate.Pass.BUSY;
    stats.counted(busy ? CallOutcome.BUSY : CallOutcome.TRIPPED);
    String why = busy ? "is busy" : "is left alone because it failed too often";
    if (installed.onError() == ErrorMode.OPEN) {
      exchange.explain(what + " " + why + " and was skipped");
      return;
    }
    exchange.explain(what + " " + why);
    String detail = "The " + what + " " + why + ".";
    long again = installed.gate().breaker().retryAfterSeconds(System.nanoTime());
    throw new ExchangeFailed(
        busy
            ? Problem.of(503, "plugin_busy", detail).retryAfter(1)
            : Problem.of(503, "plugin_tripped", detail).retryAfter(again),
        Outcome.PLUGIN_ERROR);
  }
}
