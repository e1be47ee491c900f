package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.config.RouteConfig;
import dev.gatehouse.kernel.error.UpstreamProblems;
import dev.gatehouse.kernel.wire.ClientExchange;
import dev.gatehouse.kernel.wire.ClientPool;
import dev.gatehouse.kernel.wire.ClientRequest;
import dev.gatehouse.kernel.wire.Origin;
import dev.gatehouse.kernel.wire.UpstreamFailure;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.stream.EventDecoder;
import dev.gatehouse.sdk.telemetry.AttemptTrace;
import java.io.IOException;
import java.util.Objects;

/// Passes an exchange on to the upstream of a plain HTTP route. Bodies are not held in either
/// direction, unless a filter asks for them.
final class PlainCall {
  private final ClientPool pool;

  PlainCall(ClientPool pool) {
    this.pool = pool;
  }

  Answer ask(LiveExchange exchange) throws IOException {
    RouteConfig route = exchange.linkedRoute().config();
    Origin origin = Objects.requireNonNull(exchange.linkedRoute().origin());
    Target target = new Target(route.id(), origin.authority(), 1);
    Headers headers = exchange.head().headers().copy();
    headers.set("host", origin.authority());
    AttemptTrace trace =
        exchange.trace() == null
            ? null
            : exchange.trace().attempt(exchange, 1, target, "", headers);
    OpenAttempt attempt = new OpenAttempt(1, target, trace);
    exchange.progress().attempt = attempt;
    exchange.explain("passed on to " + origin);
    try {
      ClientExchange answer =
          pool.send(
              origin,
              new ClientRequest(
                  exchange.head().method(),
                  path(exchange, route),
                  headers,
                  exchange.body(),
                  repeatable(exchange.head().method())),
              Linker.timers(route.timeouts()),
              route.maxConnections(),
              exchange::cancelUpstreamBy);
      exchange.upstream(answer);
      attempt.answered(answer.status());
      String type = answer.headers().value("content-type");
      if (type != null && type.startsWith("text/event-stream")) {
        return Answer.stream(
            answer.status(),
            answer.headers(),
            new UpstreamEvents(
                answer, EventDecoder.NONE, exchange.linked().limits().event().toInt()));
      }
      return Answer.whole(
          answer.status(), answer.headers(), Body.arriving(answer, answer.length()));
    } catch (UpstreamFailure e) {
      exchange.checkClient();
      Problem problem = UpstreamProblems.of(e, route.id());
      attempt.failed(problem);
      throw new ExchangeFailed(
          problem,
          problem.code().equals("upstream_timeout") ? Outcome.TIMEOUT : Outcome.UPSTREAM_ERROR);
    }
  }

  private static String path(LiveExchange exchange, RouteConfig route) {
    String target = exchange.head().target();
    String prefix = route.stripPrefix();
    if (!prefix.isEmpty() && target.startsWith(prefix)) {
      target = target.substring(prefix.length());
    }
    String base = route.upstream() == null ? "" : String.valueOf(route.upstream().getRawPath());
    String joined =
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
            + (target.startsWith("/") ? target : "/" + target);
    return joined.isEmpty() ? "/" : joined;
  }

  /// Methods that RFC 9110, section 9.2.2, calls idempotent.
  private static boolean repeatable(String method) {
    return switch (method) {
      case "GET", "HEAD", "OPTIONS", "PUT", "DELETE" -> true;
      default -> false;
    };
  }
}
