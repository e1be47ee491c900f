package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.pipeline.FilterLink.Hook;
import dev.gatehouse.kernel.plugin.Faults;
import dev.gatehouse.kernel.plugin.policy.CallGate;
import dev.gatehouse.kernel.plugin.policy.CallOutcome;
import dev.gatehouse.kernel.plugin.policy.HookStats;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Completion;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.stream.StreamTransform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Calls the filters of an exchange: inwards with the request, outwards with the answer, and once
/// more at the end. Each call passes the gate of its instance, has its time limit and its error
/// policy, and is counted; a filter that does nothing costs tens of nanoseconds and no memory.
/// Stateless.
final class FilterChain {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse.plugin");

  private FilterChain() {}

  /// Passes the request inwards.
  ///
  /// @return the answer of a filter that answered, or null when all let it pass
  static @Nullable Answer inwards(LiveExchange exchange) {
    List<FilterLink> links = exchange.linkedRoute().links();
    for (int i = 0; i < links.size(); i++) {
      FilterLink link = links.get(i);
      if (link.authenticates() && exchange.consumer().isPresent()) {
        continue;
      }
      // Its other hooks are due from here on, also if it has none for requests.
      exchange.met(i + 1);
      if (!link.has(Hook.REQUEST)) {
        continue;
      }
      switch (call(exchange, link, Hook.REQUEST, null)) {
        case Decision.Respond respond -> {
          exchange.progress().answeredBy = link.name();
          exchange.explain("answered by filter " + link.name());
          return respond.answer();
        }
        case Decision.Reject reject -> {
          exchange.explain("refused by filter " + link.name() + ": " + reject.problem().code());
          throw new ExchangeFailed(reject.problem(), Outcome.REJECTED);
        }
        case null, default -> {
          // On to the next one; so also where it was passed over.
        }
      }
      if (link.authenticates() && (i + 1 == links.size() || !links.get(i + 1).authenticates())) {
        Authentication.require(exchange, link);
      }
    }
    return null;
  }

  /// Passes a whole answer outwards, from the innermost filter that was called. The one that
  /// answered itself is left out.
  static void outwards(LiveExchange exchange, Answer answer) {
    for (int i = outermost(exchange); i >= 0; i--) {
      FilterLink link = exchange.linkedRoute().links().get(i);
      if (link.has(Hook.RESPONSE) && !exchange.skips(link)) {
        Object _ = call(exchange, link, Hook.RESPONSE, answer);
      }
    }
  }

  /// Asks the filters what to do with a stream, from the innermost that was called.
  static TransformChain transforms(LiveExchange exchange, Answer head) {
    TransformChain chain = new TransformChain(exchange);
    for (int i = outermost(exchange); i >= 0; i--) {
      FilterLink link = exchange.linkedRoute().links().get(i);
      if (link.has(Hook.STREAM)
          && !exchange.skips(link)
          && call(exchange, link, Hook.STREAM, head) instanceof StreamTransform transform) {
        chain.add(link, transform);
      }
    }
    return chain;
  }

  /// Returns where the way outwards begins.
  private static int outermost(LiveExchange exchange) {
    int last = exchange.met() - 1;
    while (last >= 0 && exchange.skips(exchange.linkedRoute().links().get(last))) {
      last--;
    }
    String answeredBy = exchange.progress().answeredBy;
    return answeredBy != null
            && last >= 0
            && exchange.linkedRoute().links().get(last).name().equals(answeredBy)
        ? last - 1
        : last;
  }

  /// Tells every filter that was met how the exchange ended, the innermost first.
  static void completed(LiveExchange exchange, Completion completion) {
    for (int i = exchange.met() - 1; i >= 0; i--) {
      FilterLink link = exchange.linkedRoute().links().get(i);
      // Told once, whatever becomes of this thread.
      exchange.met(i);
      if (link.has(Hook.COMPLETE) && !exchange.wasKeptFrom(link)) {
        completed(exchange, link, completion);
      }
    }
  }

  private static void completed(LiveExchange exchange, FilterLink link, Completion completion) {
    Guard guard = exchange.guard();
    long start = System.nanoTime();
    CallOutcome outcome = CallOutcome.NEXT;
    guard.arm(start + link.timeoutNanos(), link.callee(Hook.COMPLETE));
    try {
      link.filter().onComplete(exchange, completion);
    } catch (Throwable e) {
      outcome = CallOutcome.ERROR;
      LOG.log(
          System.Logger.Level.WARNING, link.name() + ": onComplete failed: " + Faults.render(e));
    } finally {
      if (guard.disarm()) {
        outcome = CallOutcome.TIMEOUT;
      }
      ended(exchange, link, Hook.COMPLETE, outcome, start);
    }
  }

  /// Makes one call.
  ///
  /// @return what it returned, or null where it has nothing to say or is passed over
  /// @throws ExchangeFailed when it refuses, or fails closed
  private static @Nullable Object call(
      LiveExchange exchange, FilterLink link, Hook hook, @Nullable Answer answer) {
    CallGate gate = link.gate();
    Callee callee = link.callee(hook);
    HookStats stats = callee.stats();
    int most = link.installed().concurrency();
    long start = System.nanoTime();
    CallGate.Pass pass = gate.enter(most, start);
    if (pass != CallGate.Pass.FREE) {
      exchange.keptFrom(link);
      PluginFault.keptOut(exchange, link.installed(), stats, link.what(), pass);
      exchange.failOpen(link);
      return null;
    }
    Guard guard = exchange.guard();
    guard.arm(start + link.timeoutNanos(), callee);
    @Nullable Object result = null;
    @Nullable Throwable fault = null;
    try {
      result = invoke(exchange, link, hook, answer);
      if (result == null && hook == Hook.REQUEST) {
        fault = new NullPointerException("onRequest returned null");
      }
    } catch (Throwable e) {
      fault = e;
    }
    boolean interrupted;
    try {
      interrupted = guard.disarm();
    } finally {
      gate.leave(most);
    }
    boolean late = interrupted && !guard.ended();
    if (fault != null) {
      settle(exchange, link, hook, fault, interrupted, start);
      exchange.failOpen(link);
      return null;
    }
    if (late) {
      // It took no notice and has an answer after all: late, but a refusal still refuses.
      boolean _ = gate.failed(stats.hook() + " exceeded its time limit", guard.overrun());
      ended(exchange, link, hook, CallOutcome.TIMEOUT, start);
    } else {
      gate.succeeded();
      ended(exchange, link, hook, outcome(result), start);
    }
    return result;
  }

  private static @Nullable Object invoke(
      LiveExchange exchange, FilterLink link, Hook hook, @Nullable Answer answer) throws Exception {
    return switch (hook) {
      case REQUEST -> link.filter().onRequest(exchange);
      case RESPONSE -> {
        link.filter().onResponse(exchange, present(answer));
        yield null;
      }
      case STREAM -> link.filter().onStream(exchange, present(answer));
      case EVENT, COMPLETE -> throw new IllegalArgumentException("called elsewhere: " + hook);
    };
  }

  private static Answer present(@Nullable Answer answer) {
    if (answer == null) {
      throw new IllegalArgumentException("this hook sees an answer");
    }
    return answer;
  }

  private static CallOutcome outcome(@Nullable Object result) {
    return switch (result) {
      case Decision.Respond _ -> CallOutcome.RESPOND;
      case Decision.Reject _ -> CallOutcome.REJECT;
      case null, default -> CallOutcome.NEXT;
    };
  }

  /// Settles a call that threw; returns where the filter is to be passed over.
  private static void settle(
      LiveExchange exchange,
      FilterLink link,
      Hook hook,
      Throwable fault,
      boolean interrupted,
      long start) {
    switch (fault) {
      case ProblemException refused -> {
        link.gate().succeeded();
        ended(exchange, link, hook, CallOutcome.REJECT, start);
        throw new ExchangeFailed(refused.problem(), Outcome.REJECTED);
      }
      case ExchangeFailed failed -> {
        link.gate().undecided();
        ended(exchange, link, hook, CallOutcome.REJECT, start);
        throw failed;
      }
      case ClientGone gone -> {
        link.gate().undecided();
        ended(exchange, link, hook, CallOutcome.CANCELLED, start);
        throw gone;
      }
      default -> {
        if (exchange.guard().ended()) {
          link.gate().undecided();
          ended(exchange, link, hook, CallOutcome.CANCELLED, start);
          throw exchange.ending();
        }
        long took = System.nanoTime() - start;
        exchange.linked().spans().took(exchange, link, hook, CallOutcome.ERROR, took);
        PluginFault.failed(
            exchange, link.installed(), link.stats(hook), link.what(), fault, interrupted, took);
      }
    }
  }

  private static void ended(
      LiveExchange exchange, FilterLink link, Hook hook, CallOutcome outcome, long start) {
    long took = System.nanoTime() - start;
    link.stats(hook).ended(outcome, took);
    exchange.linked().spans().took(exchange, link, hook, outcome, took);
  }
}
