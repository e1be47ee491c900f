package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.plugin.Faults;
import dev.gatehouse.kernel.record.Capture;
import dev.gatehouse.kernel.route.ExchangeIds;
import dev.gatehouse.kernel.wire.WireException;
import dev.gatehouse.kernel.wire.WireExchange;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.http.RequestHead;
import dev.gatehouse.sdk.protocol.ClientProtocol;
import dev.gatehouse.sdk.telemetry.Telemetry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds out what an exchange is: its route, its protocol, and what is asked. Thread-safe.
final class Begin {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse.plugin");

  private final ExchangeIds ids = new ExchangeIds();

  /// Makes the exchange of a request. What is wrong with the request is found later, when the
  /// exchange can tell and record it.
  LiveExchange exchange(WireExchange wire, Linked linked) {
    Capture capture = new Capture(linked.limits().recordedBody().toInt());
    Body body = Bodies.request(wire.requestBody(), capture);
    RequestHead head = wire.head();
    ClientProtocol protocol = null;
    AiRequest request = null;
    ProblemException unreadable = null;
    try {
      protocol = linked.protocol(head);
      request = protocol == null ? null : protocol.read(head, body);
    } catch (ProblemException e) {
      unreadable = e;
    } catch (ClientGone e) {
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a client protocol failed to read a request: " + Faults.render(e));
      unreadable =
          new ProblemException(
              Problem.of(500, "plugin_error", "The plugin that reads this protocol failed."));
    }
    LinkedRoute route = route(linked, head, request);
    boolean models = route != null && route.forModels();
    Instant now = Instant.now();
    LiveExchange exchange =
        new LiveExchange(
            new LiveExchange.Start(
                ids.next(now),
                now,
                ids.draw(),
                wire,
                linked,
                route == null ? LinkedRoute.NONE : route,
                models || route == null ? protocol : null,
                models ? request : null,
                body,
                capture));
    if (route == null || (models && (protocol == null || request == null))) {
      exchange.unreadable(
          unreadable != null
              ? unreadable.problem()
              : route == null && protocol != null ? noRoute(head) : notFound(head));
    } else {
      exchange.explain("route " + route.config().id() + " matched " + head.path());
    }
    return exchange;
  }

  /// The request is fine; it is the configuration whose routes do not want it.
  private static Problem noRoute(RequestHead head) {
    return Problem.of(
        404,
        "not_found",
        "No route of the configuration matches "
            + head.method()
            + " "
            + head.path()
            + " with these fields and this model.");
  }

  private static Problem notFound(RequestHead head) {
    return Problem.of(
        404,
        "not_found",
        "There is nothing at "
            + head.path()
            + ". Model requests go to /v1/…, others to the routes of the configuration.");
  }

  private static @Nullable LinkedRoute route(
      Linked linked, RequestHead head, @Nullable AiRequest request) {
    for (LinkedRoute route : linked.routes()) {
      if (route.match().objection(head).isEmpty() && modelMatches(route, request)) {
        return route;
      }
    }
    return null;
  }

  private static boolean modelMatches(LinkedRoute route, @Nullable AiRequest request) {
    String wanted = route.match().model();
    if (wanted == null) {
      return true;
    }
    try {
      return request != null && wanted.equals(request.model());
    } catch (IOException | ProblemException e) {
      return false;
    }
  }

  /// Begins the trace, when there is telemetry.
  void trace(LiveExchange exchange) {
    Telemetry telemetry = exchange.linked().telemetry();
    if (telemetry != null) {
      exchange.trace(telemetry.begin(exchange));
    }
  }

  /// Refused before any filter or upstream hears of the request, even if nobody reads its body.
  private static void checkLength(LiveExchange exchange) {
    try {
      exchange.wire().requestBody().checkLength();
    } catch (WireException e) {
      throw new ExchangeFailed(Problem.of(e.status(), e.code(), e.detail()), Outcome.REJECTED);
    }
  }

  /// Reads the request as far as it has to be understood, and finds the targets it is offered.
  void read(LiveExchange exchange) throws IOException {
    Problem problem = exchange.unreadable();
    if (problem != null) {
      throw new ExchangeFailed(
          problem, problem.status() >= 500 ? Outcome.PLUGIN_ERROR : Outcome.REJECTED);
    }
    checkLength(exchange);
    AiRequest request = exchange.request();
    if (request == null) {
      return;
    }
    // Held before the filters: each of them may look, and attempts may need it twice.
    byte[] _ = exchange.body().bytes();
    String model = request.model();
    if (model != null) {
      exchange.offer(targets(exchange, model));
      exchange.explain(
          "model "
              + model
              + " has "
              + exchange.candidates().size()
              + " target"
              + (exchange.candidates().size() == 1 ? "" : "s"));
    }
  }

  private static List<Target> targets(LiveExchange exchange, String model) {
    LinkedModel found = exchange.linked().models().get(model);
    return found == null ? List.of() : found.targets();
  }

  /// Makes sure that there are targets; operations that name no model go to a provider that speaks
  /// the client's protocol.
  void candidates(LiveExchange exchange) throws IOException {
    AiRequest request = exchange.request();
    if (request == null || !exchange.candidates().isEmpty()) {
      return;
    }
    String model = request.model();
    if (model != null) {
      throw new ExchangeFailed(
          Problem.of(
                  404,
                  "model_not_found",
                  "There is no model \""
                      + bounded(model)
                      + "\". GET /v1/models lists those there are.")
              .at("model"),
          Outcome.REJECTED);
    }
    if (!request.operation().equals(Operation.OTHER)) {
      throw new ExchangeFailed(
          Problem.of(400, "model_required", "The request has to name a model.").at("model"),
          Outcome.REJECTED);
    }
    exchange.candidates(speakers(exchange, request), "the operation names no model");
  }

  private static List<Target> speakers(LiveExchange exchange, AiRequest request) {
    List<Target> speakers = new ArrayList<>();
    for (LinkedProvider provider : exchange.linked().providers().values()) {
      if (provider.provider().protocol().equals(request.protocol())
          && provider.provider().supports(request.operation())) {
        speakers.add(new Target(provider.name(), "", 1));
        break;
      }
    }
    if (speakers.isEmpty()) {
      throw new ExchangeFailed(
          Problem.of(
              501,
              "operation_not_supported",
              "No provider of the configuration can do this; it needs one of type "
                  + request.protocol()
                  + "."),
          Outcome.REJECTED);
    }
    return speakers;
  }

  private static String bounded(String model) {
    return model.length() <= 100 ? model : model.substring(0, 100) + "…";
  }
}
