package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.error.UpstreamProblems;
import dev.gatehouse.kernel.plugin.Installed;
import dev.gatehouse.kernel.route.TargetChoice;
import dev.gatehouse.kernel.wire.UpstreamFailure;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.provider.Provider;
import dev.gatehouse.sdk.route.Router;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks targets one after the other until one gives content. Whatever failed before that cost the
/// client nothing but time.
final class Dispatcher {
  private final ProviderCall call;

  Dispatcher(ProviderCall call) {
    this.call = call;
  }

  /// Returns the answer of the first target that gives one: a success, or an error that another
  /// target could not mend. When all fail, the last error is the answer.
  Answer dispatch(LiveExchange exchange, AiRequest request) throws IOException {
    List<Target> order = order(exchange, request);
    ProviderCall.@Nullable Result last = null;
    for (int i = 0; i < order.size(); i++) {
      exchange.checkClient();
      Target target = order.get(i);
      LinkedProvider provider = exchange.linked().providers().get(target.provider());
      if (provider == null) {
        continue;
      }
      if (last != null) {
        discard(last);
      }
      last = attempt(exchange, request, provider, target, i + 1);
      if (last.answer() != null && !last.worthAnotherTarget()) {
        return last.answer();
      }
      exchange.checkClient();
    }
    return lastAnswer(exchange, last);
  }

  private static void discard(ProviderCall.Result failed) {
    Answer answer = failed.answer();
    if (answer != null && answer.streamed()) {
      answer.events().close();
    }
  }

  private static Answer lastAnswer(LiveExchange exchange, ProviderCall.@Nullable Result last) {
    if (last == null) {
      throw new ExchangeFailed(
          Problem.of(502, "upstream_unreachable", "No target can be asked."),
          Outcome.UPSTREAM_ERROR);
    }
    if (last.answer() != null) {
      return last.answer();
    }
    Problem problem = last.problem();
    exchange.explain("all targets failed");
    throw new ExchangeFailed(problem, outcome(problem.code()));
  }

  private static Outcome outcome(String code) {
    return switch (code) {
      case "upstream_timeout" -> Outcome.TIMEOUT;
      case "plugin_error" -> Outcome.PLUGIN_ERROR;
      // the request asks for what none of its targets can be told; nothing was sent
      case "not_translatable" -> Outcome.REJECTED;
      default -> Outcome.UPSTREAM_ERROR;
    };
  }

  private List<Target> order(LiveExchange exchange, AiRequest request) throws IOException {
    List<Target> candidates = exchange.candidates();
    String name = request.model();
    LinkedModel model = name == null ? null : exchange.linked().models().get(name);
    List<Target> fallback = model == null ? List.of() : model.fallback();
    Installed<Router> router = model == null ? null : model.router();
    if (router == null) {
      return TargetChoice.byWeight(candidates, fallback, exchange.draw(), exchange::explain);
    }
    exchange.progress().attemptEnded = attempt -> RouterCall.tell(router, exchange, attempt);
    List<Target> ordered = RouterCall.order(exchange, router, candidates);
    return ordered != null
        ? ordered
        : TargetChoice.byWeight(candidates, fallback, exchange.draw(), exchange::explain);
  }

  private ProviderCall.Result attempt(
      LiveExchange exchange, AiRequest request, LinkedProvider provider, Target target, int number)
      throws IOException {
    Provider it = provider.provider();
    if (!it.supports(request.operation())) {
      return ProviderCall.Result.failed(
          Problem.of(
              501,
              "operation_not_supported",
              "The provider " + provider.name() + " cannot do " + request.operation() + "."));
    }
    try {
      ProviderCall.Result result = call.ask(exchange, request, provider, target, number);
      Problem problem = result.problem();
      if (problem.status() > 0 && result.worthAnotherTarget()) {
        exchange.explain("attempt " + number + " at " + target.id() + ": " + problem.code());
      }
      return result;
    } catch (UpstreamFailure e) {
      exchange.checkClient();
      Problem problem = UpstreamProblems.of(e, provider.name());
      exchange.explain("attempt " + number + " at " + target.id() + ": " + problem.code());
      return ProviderCall.Result.failed(problem);
    }
  }
}
