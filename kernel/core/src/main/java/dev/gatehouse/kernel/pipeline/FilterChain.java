package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.plugin.Faults;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Completion;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.stream.StreamTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Calls the filters of an exchange: inwards with the request, outwards with the answer, and once
/// more at the end. Each call has its time limit and its error policy. Stateless.
final class FilterChain {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse.plugin");
  private static final long EVENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /// A call of a hook.
  interface Hook<T> {
    T call() throws Exception;
  }

  /// A transform of a stream and the filter it came from.
  static final class LinkedTransform {
    private final FilterLink link;
    private final StreamTransform transform;
    private boolean off;

    LinkedTransform(FilterLink link, StreamTransform transform) {
      this.link = link;
      this.transform = transform;
    }
  }

  private FilterChain() {}

  /// Passes the request inwards.
  ///
  /// @return the answer of a filter that answered, or null when all let it pass
  static @Nullable Answer inwards(LiveExchange exchange) {
    for (FilterLink link : exchange.linkedRoute().links()) {
      if (!link.request()) {
        // Its other hooks are due as if it had been called.
        exchange.called().add(link);
        continue;
      }
      exchange.called().add(link);
      Decision decision =
          call(
              exchange,
              link,
              link.installed().timeout().toNanos(),
              () -> link.filter().onRequest(exchange),
              Decision.next());
      switch (decision) {
        case Decision.Next _ -> {
          // On to the next one.
        }
        case Decision.Respond respond -> {
          exchange.progress().answeredBy = link.name();
          exchange.explain("answered by filter " + link.name());
          return respond.answer();
        }
        case Decision.Reject reject -> {
          exchange.explain("refused by filter " + link.name() + ": " + reject.problem().code());
          throw new ExchangeFailed(reject.problem(), Outcome.REJECTED);
        }
      }
    }
    return null;
  }

  /// Passes a whole answer outwards, from the innermost filter that was called. The one that
  /// answered itself is left out.
  static void outwards(LiveExchange exchange, Answer answer) {
    for (FilterLink link : outermostLast(exchange)) {
      if (link.response()) {
        Object _ =
            call(
                exchange,
                link,
                link.installed().timeout().toNanos(),
                () -> {
                  link.filter().onResponse(exchange, answer);
                  return answer;
                },
                answer);
      }
    }
  }

  /// Asks the filters what to do with a stream, from the innermost that was called.
  static List<LinkedTransform> transforms(LiveExchange exchange, Answer head) {
    List<LinkedTransform> transforms = new ArrayList<>(2);
    for (FilterLink link : outermostLast(exchange)) {
      if (link.stream()) {
        @Nullable StreamTransform[] made = new StreamTransform[1];
        Object _ =
            call(
                exchange,
                link,
                link.installed().timeout().toNanos(),
                () -> {
                  made[0] = link.filter().onStream(exchange, head);
                  return head;
                },
                head);
        StreamTransform transform = made[0];
        if (transform != null) {
          transforms.add(new LinkedTransform(link, transform));
        }
      }
    }
    return transforms;
  }

  private static List<FilterLink> outermostLast(LiveExchange exchange) {
    List<FilterLink> links = new ArrayList<>(exchange.called());
    links.removeIf(exchange::skips);
    String answeredBy = exchange.progress().answeredBy;
    if (answeredBy != null && !links.isEmpty() && links.getLast().name().equals(answeredBy)) {
      links.removeLast();
    }
    return links.reversed();
  }

  /// Runs one step of a transform. A transform that failed open is switched off for the rest of the
  /// stream.
  ///
  /// @return whether the step was done; if not, the event passes unchanged
  static boolean step(LiveExchange exchange, LinkedTransform linked, Hook<Boolean> step) {
    if (linked.off) {
      return false;
    }
    boolean done = call(exchange, linked.link, EVENT_NANOS, step, false);
    linked.off = !done;
    return done;
  }

  static StreamTransform transform(LinkedTransform linked) {
    return linked.transform;
  }

  /// Tells every filter whose request hook was called how the exchange ended, the innermost first.
  static void completed(LiveExchange exchange, Completion completion) {
    for (FilterLink link : List.copyOf(exchange.called()).reversed()) {
      if (!link.complete()) {
        continue;
      }
      long start = System.nanoTime();
      exchange.guard().arm(start + link.installed().timeout().toNanos());
      try {
        link.filter().onComplete(exchange, completion);
      } catch (Throwable e) {
        link.installed().metrics().failed();
        LOG.log(
            System.Logger.Level.WARNING, link.name() + ": onComplete failed: " + Faults.render(e));
      } finally {
        if (exchange.guard().disarm() && !exchange.guard().cancelled()) {
          link.installed().metrics().timedOut();
        }
        link.called(System.nanoTime() - start);
      }
    }
  }

  private static <T> T call(
      LiveExchange exchange, FilterLink link, long limitNanos, Hook<T> hook, T whenOpen) {
    long start = System.nanoTime();
    exchange.guard().arm(start + limitNanos);
    @Nullable Throwable fault = null;
    @Nullable T result = null;
    boolean interrupted;
    try {
      result = hook.call();
    } catch (ProblemException e) {
      throw new ExchangeFailed(e.problem(), Outcome.REJECTED);
    } catch (ExchangeFailed | ClientGone e) {
      throw e;
    } catch (Throwable e) {
      fault = e;
    } finally {
      interrupted = exchange.guard().disarm();
      link.called(System.nanoTime() - start);
    }
    if (result != null) {
      if (interrupted && !exchange.guard().cancelled()) {
        // It took no notice and has an answer after all: late, but a refusal still refuses.
        link.installed().metrics().timedOut();
      }
      return result;
    }
    exchange.checkClient();
    return failed(exchange, link, fault, interrupted, whenOpen);
  }

  private static <T> T failed(
      LiveExchange exchange,
      FilterLink link,
      @Nullable Throwable fault,
      boolean interrupted,
      T whenOpen) {
    if (interrupted) {
      link.installed().metrics().timedOut();
    } else {
      link.installed().metrics().failed();
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "exchange "
            + exchange.id()
            + ": filter "
            + link.name()
            + (interrupted ? " exceeded its time limit: " : " failed: ")
            + (fault == null ? "it returned null" : Faults.render(fault)));
    if (link.failsOpen()) {
      exchange.explain("filter " + link.name() + " failed and was skipped");
      exchange.failOpen(link);
      return whenOpen;
    }
    exchange.explain("filter " + link.name() + " failed");
    throw new ExchangeFailed(
        interrupted
            ? Problem.of(503, "plugin_timeout", "The filter " + link.name() + " took too long.")
                .retryAfter(1)
            : Problem.of(500, "plugin_error", "The filter " + link.name() + " failed."),
        Outcome.PLUGIN_ERROR);
  }
}
