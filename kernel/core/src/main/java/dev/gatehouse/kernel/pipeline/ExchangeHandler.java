package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.error.ErrorAnswers;
import dev.gatehouse.kernel.plugin.Faults;
import dev.gatehouse.kernel.plugin.Generation;
import dev.gatehouse.kernel.plugin.GenerationHolder;
import dev.gatehouse.kernel.plugin.policy.CallOutcome;
import dev.gatehouse.kernel.wire.ClientPool;
import dev.gatehouse.kernel.wire.WireException;
import dev.gatehouse.kernel.wire.WireExchange;
import dev.gatehouse.kernel.wire.WireHandler;
import dev.gatehouse.kernel.wire.WireResponse;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.stream.EventSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The way of one exchange, read from top to bottom:
///
/// ```
/// begin ── route, protocol, body as it arrives
///   admit ── is there room?
///     filters inwards ── ADMISSION … ROUTING; one of them may answer or refuse
///       ask ── targets in order, or the upstream of a plain route
///     filters outwards ── in reverse
///   tell ── whole or event by event
/// complete ── exactly once: attempt, filters, trace, record
/// ```
public final class ExchangeHandler implements WireHandler {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse.pipeline");

  private final GenerationHolder generations;
  private final Begin begin;
  private final Dispatcher dispatcher;
  private final PlainCall plain;
  private final Admission admission;
  private final Watchdog watchdog;

  /// Makes a handler.
  public ExchangeHandler(
      GenerationHolder generations, ClientPool pool, Admission admission, Watchdog watchdog) {
    this.generations = generations;
    this.begin = new Begin();
    this.dispatcher = new Dispatcher(new ProviderCall(pool));
    this.plain = new PlainCall(pool);
    this.admission = admission;
    this.watchdog = watchdog;
    watchdog.whenGivenUp(this::takeOver);
  }

  @Override
  public void handle(WireExchange wire) throws IOException {
    Generation generation = generations.acquire();
    try {
      if (generation.lostPluginSince(wire.connectedNanos())) {
        // The connection's thread has run code of a plugin that is gone. What that left in a
        // ThreadLocal would keep its classes for as long as the client keeps the connection. A
        // thread for each exchange would do as well, but every request would pay for it; this is
        // paid once for each connection, and only when a plugin goes.
        wire.last();
      }
      serve(begin.exchange(wire, generation.linked(Linked.class)));
    } finally {
      generation.release();
    }
  }

  private void serve(LiveExchange exchange) {
    watchdog.add(exchange);
    exchange.wire().onDisconnect(exchange::cancel);
    try {
      answerAndEnd(exchange);
    } catch (GivenUp e) {
      watchdog.cameBack();
    }
  }

  private void answerAndEnd(LiveExchange exchange) {
    boolean mine = true;
    try {
      exchange.linkedRoute().hits().increment();
      begin.trace(exchange);
      exchange.progress().admitted = admission.enter(exchange);
      tell(exchange, answer(exchange));
    } catch (ExchangeFailed e) {
      refuse(exchange, e.problem(), e.outcome());
    } catch (ProblemException e) {
      refuse(exchange, e.problem(), Outcome.REJECTED);
    } catch (ClientGone e) {
      exchange.progress().outcome = Outcome.CLIENT_CANCELLED;
    } catch (GivenUp e) {
      mine = false;
      throw e;
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.ERROR, "exchange " + exchange.id() + ": " + Faults.render(e));
      refuse(
          exchange,
          Problem.of(500, "internal_error", "The gateway failed; its log says more under this id."),
          Outcome.PLUGIN_ERROR);
    } finally {
      if (mine) {
        closeAnswer(exchange);
        end(exchange);
      }
    }
  }

  /// Goes on with an exchange whose thread does not come back from a plugin: the client is told,
  /// and the exchange is completed and recorded. What the plugin failed to do cannot be passed
  /// over, so it does not matter whether it should fail open.
  private void takeOver(LiveExchange exchange, Callee callee) {
    String stack = exchange.guard().overrun();
    exchange.takeOver();
    watchdog.add(exchange);
    callee.stats().counted(CallOutcome.TIMEOUT);
    boolean tripped = callee.gate().gaveUp("a call took no notice of the end of its time", stack);
    LOG.log(
        System.Logger.Level.ERROR,
        "exchange "
            + exchange.id()
            + ": "
            + callee.what()
            + " takes no notice of the end of its time and holds a thread"
            + (tripped ? "; it is left alone for a while" : "")
            + ": "
            + stack);
    exchange.explain(callee.what() + " did not come back");
    try {
      giveUp(
          exchange,
          Problem.of(503, "plugin_timeout", "The " + callee.what() + " took too long.")
              .retryAfter(1));
    } finally {
      end(exchange);
    }
  }

  /// Ends what the client sees of an exchange in whatever state it is. The connection ends too: the
  /// thread that would read its next request does not come.
  private void giveUp(LiveExchange exchange, Problem problem) {
    exchange.wire().last();
    Progress progress = exchange.progress();
    boolean told = progress.response == null;
    if (told) {
      refuse(exchange, problem, Outcome.PLUGIN_ERROR);
    }
    WireResponse response = progress.response;
    if (response == null) {
      return;
    }
    try {
      if (!told && progress.streamed && !progress.completing) {
        exchange.fail(problem, Outcome.PLUGIN_ERROR);
        StreamRelay.tell(exchange, problem, response);
      }
    } catch (IOException e) {
      progress.outcome = Outcome.CLIENT_CANCELLED;
    } finally {
      response.abort();
    }
  }

  private Answer answer(LiveExchange exchange) throws IOException {
    begin.read(exchange);
    Answer answer = FilterChain.inwards(exchange);
    return answer != null ? answer : ask(exchange);
  }

  private Answer ask(LiveExchange exchange) throws IOException {
    if (!exchange.linkedRoute().forModels()) {
      return plain.ask(exchange);
    }
    AiRequest request = Objects.requireNonNull(exchange.request(), "a model route has a request");
    if (request.operation().equals(Operation.MODELS)) {
      return Objects.requireNonNull(exchange.protocol())
          .models(exchange.head(), exchange.linked().modelList());
    }
    begin.candidates(exchange);
    return dispatcher.dispatch(exchange, request);
  }

  /// Passes an answer outwards and sends it.
  private void tell(LiveExchange exchange, Answer answer) throws IOException {
    exchange.progress().answer = answer;
    exchange.checkClient();
    if (answer.streamed()) {
      // Closed here too, because a filter may fail before the relay begins.
      try (EventSource _ = answer.events()) {
        new StreamRelay(exchange, answer).run();
      }
      return;
    }
    if (answer.status() >= 400 && exchange.progress().outcome == Outcome.OK) {
      exchange.progress().outcome =
          exchange.progress().answeredBy == null ? Outcome.UPSTREAM_ERROR : Outcome.REJECTED;
    }
    FilterChain.outwards(exchange, answer);
    AnswerWriter.whole(exchange, answer);
  }

  /// Tells a problem, through the filters that were called, unless an answer is on its way already.
  private void refuse(LiveExchange exchange, Problem problem, Outcome outcome) {
    exchange.fail(problem, outcome);
    if (exchange.guard().cancelled()) {
      exchange.progress().outcome = Outcome.CLIENT_CANCELLED;
      return;
    }
    if (exchange.wire().responded()) {
      return;
    }
    Answer answer = ErrorAnswers.of(problem, exchange.protocol(), exchange.id());
    exchange.progress().answer = answer;
    try {
      if (outcome != Outcome.PLUGIN_ERROR && !exchange.guard().ended()) {
        FilterChain.outwards(exchange, answer);
      }
      AnswerWriter.whole(exchange, answer);
    } catch (ExchangeFailed e) {
      tellPlainly(exchange, ErrorAnswers.of(e.problem(), exchange.protocol(), exchange.id()));
    } catch (ClientGone e) {
      exchange.progress().outcome = Outcome.CLIENT_CANCELLED;
    }
  }

  private static void tellPlainly(LiveExchange exchange, Answer answer) {
    try {
      AnswerWriter.whole(exchange, answer);
    } catch (ClientGone e) {
      exchange.progress().outcome = Outcome.CLIENT_CANCELLED;
    }
  }

  private static void closeAnswer(LiveExchange exchange) {
    @Nullable Answer answer = exchange.progress().answer;
    if (answer != null && answer.streamed()) {
      answer.events().close();
    }
  }

  private void end(LiveExchange exchange) {
    exchange.progress().completing = true;
    exchange.letUpstreamGo();
    exchange.guard().settling();
    if (exchange.guard().cancelled() && exchange.guard().cut() == null) {
      exchange.progress().outcome = Outcome.CLIENT_CANCELLED;
    }
    boolean mine = true;
    try {
      Completer.complete(exchange);
    } catch (GivenUp e) {
      mine = false;
      throw e;
    } catch (Throwable e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "exchange " + exchange.id() + " could not be completed: " + Faults.render(e));
    } finally {
      if (mine) {
        watchdog.remove(exchange);
        if (exchange.progress().admitted) {
          admission.leave(exchange);
        }
      }
    }
  }

  @Override
  public void refused(InetSocketAddress peer, WireException refused) {
    admission.malformed();
  }
}
