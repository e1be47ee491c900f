package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.plugin.Faults;
import dev.gatehouse.kernel.wire.ClientExchange;
import dev.gatehouse.kernel.wire.ClientPool;
import dev.gatehouse.kernel.wire.ClientRequest;
import dev.gatehouse.kernel.wire.Origin;
import dev.gatehouse.kernel.wire.UpstreamFailure;
import dev.gatehouse.kernel.wire.UpstreamFailure.Phase;
import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.protocol.ClientProtocol;
import dev.gatehouse.sdk.provider.HttpProvider;
import dev.gatehouse.sdk.provider.LocalProvider;
import dev.gatehouse.sdk.provider.UpstreamRequest;
import dev.gatehouse.sdk.provider.UpstreamResponse;
import dev.gatehouse.sdk.stream.EventSource;
import dev.gatehouse.sdk.telemetry.AttemptTrace;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One attempt at one target: asks the provider, over HTTP or in this process, and reads far enough
/// to know whether the answer is worth giving to the client.
final class ProviderCall {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse.upstream");
  // Whole answers up to this size are read before they are passed on, so that a cut one can be
  // replaced.
  private static final int HELD_ANSWER = 1 << 20;
  private static final Problem NO_PROBLEM = Problem.of(500, "internal_error", "");

  /// What came of an attempt.
  ///
  /// @param answer an answer for the client, or null when there is none
  /// @param problem why there is none, or why it is an error
  /// @param worthAnotherTarget whether another target might do better
  record Result(@Nullable Answer answer, Problem problem, boolean worthAnotherTarget) {
    static Result of(Answer answer) {
      return new Result(answer, NO_PROBLEM, false);
    }

    static Result failed(Problem problem) {
      return new Result(null, problem, true);
    }
  }

  private final ClientPool pool;

  ProviderCall(ClientPool pool) {
    this.pool = pool;
  }

  Result ask(
      LiveExchange exchange, AiRequest request, LinkedProvider provider, Target target, int number)
      throws IOException {
    boolean done = false;
    try {
      Result result =
          switch (provider.provider()) {
            case HttpProvider http -> overHttp(exchange, request, provider, http, target, number);
            case LocalProvider local ->
                inProcess(exchange, request, provider, local, target, number);
            default ->
                throw new IllegalStateException("a provider is an HttpProvider or a LocalProvider");
          };
      done = result.answer() != null && !result.worthAnotherTarget();
      return result;
    } catch (ProblemException e) {
      failed(exchange, e.problem());
      return new Result(null, e.problem(), retryable(e.problem().status()));
    } catch (UpstreamFailure e) {
      failed(exchange, dev.gatehouse.kernel.error.UpstreamProblems.of(e, provider.name()));
      throw e;
    } catch (InterruptedException | InterruptedIOException e) {
      exchange.checkClient();
      throw new UpstreamFailure(Phase.FIRST_BYTE_TIMEOUT, "the provider did not answer in time", e);
    } catch (ExchangeFailed | ClientGone | GivenUp e) {
      throw e;
    } catch (IOException e) {
      exchange.checkClient();
      throw new UpstreamFailure(Phase.CUT, "the answer broke off", e);
    } catch (Throwable e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "exchange "
              + exchange.id()
              + ": provider "
              + provider.name()
              + " failed: "
              + Faults.render(e));
      if (exchange.progress().attempt == null) {
        OpenAttempt _ = begin(exchange, provider, target, number, Headers.create());
      }
      Problem problem =
          Problem.of(500, "plugin_error", "The provider " + provider.name() + " failed.");
      failed(exchange, problem);
      return Result.failed(problem);
    } finally {
      OpenAttempt attempt = exchange.progress().attempt;
      if (!done && attempt != null) {
        attempt.end(exchange.progress());
      }
    }
  }

  private static void failed(LiveExchange exchange, Problem problem) {
    OpenAttempt attempt = exchange.progress().attempt;
    if (attempt != null) {
      attempt.failed(problem);
    }
  }

  private static OpenAttempt begin(
      LiveExchange exchange, LinkedProvider provider, Target target, int number, Headers outgoing) {
    AttemptTrace trace =
        exchange.trace() == null
            ? null
            : exchange
                .trace()
                .attempt(exchange, number, target, provider.provider().system(), outgoing);
    OpenAttempt attempt = new OpenAttempt(number, target, trace);
    exchange.progress().attempt = attempt;
    return attempt;
  }

  private Result overHttp(
      LiveExchange exchange,
      AiRequest request,
      LinkedProvider provider,
      HttpProvider http,
      Target target,
      int number)
      throws Exception {
    UpstreamRequest upstream = http.encode(exchange, request, target);
    Origin origin = Origin.of(upstream.uri());
    upstream.headers().set("host", origin.authority());
    OpenAttempt attempt = begin(exchange, provider, target, number, upstream.headers());
    ClientExchange answer =
        pool.send(
            origin,
            new ClientRequest(
                upstream.method(),
                target(upstream.uri()),
                upstream.headers(),
                upstream.body(),
                true),
            provider.timers(),
            provider.mostConnections(),
            exchange::cancelUpstreamBy);
    exchange.upstream(answer);
    attempt.answered(answer.status());
    boolean keep = false;
    try {
      Result result = read(exchange, request, http, answer, attempt);
      keep = stillArriving(result);
      return result;
    } finally {
      if (!keep) {
        answer.close();
      }
    }
  }

  /// Returns whether the client will get the rest of the answer from the connection.
  private static boolean stillArriving(Result result) {
    Answer answer = result.answer();
    if (answer == null) {
      return false;
    }
    return answer.streamed() ? !result.worthAnotherTarget() : !answer.body().held();
  }

  private static String target(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  private static Result read(
      LiveExchange exchange,
      AiRequest request,
      HttpProvider http,
      ClientExchange answer,
      OpenAttempt attempt)
      throws Exception {
    boolean sameProtocol = http.protocol().equals(request.protocol());
    if (answer.status() >= 400) {
      return error(exchange, http, answer, attempt, sameProtocol);
    }
    String type = answer.headers().value("content-type");
    if (type != null && type.startsWith("text/event-stream")) {
      return stream(exchange, request, http, answer, attempt, sameProtocol);
    }
    Body body = Bodies.heldIfSmall(answer, HELD_ANSWER);
    if (sameProtocol) {
      return Result.of(Answer.whole(answer.status(), answer.headers(), body));
    }
    body.bytes();
    AiAnswer decoded =
        http.decode(request, new UpstreamResponse(answer.status(), answer.headers(), body));
    return Result.of(protocol(exchange).write(request, decoded));
  }

  private static Result error(
      LiveExchange exchange,
      HttpProvider http,
      ClientExchange answer,
      OpenAttempt attempt,
      boolean sameProtocol)
      throws IOException {
    Body body = Bodies.held(answer, HELD_ANSWER);
    Problem problem = http.problem(new UpstreamResponse(answer.status(), answer.headers(), body));
    attempt.failed(problem);
    Answer told =
        sameProtocol
            ? Answer.whole(answer.status(), answer.headers(), body)
            : protocol(exchange).problem(problem, exchange.id());
    exchange.progress().status = answer.status();
    return new Result(told, problem, retryable(answer.status()));
  }

  private static boolean retryable(int status) {
    return status == 429 || status >= 500;
  }

  private static Result stream(
      LiveExchange exchange,
      AiRequest request,
      HttpProvider http,
      ClientExchange answer,
      OpenAttempt attempt,
      boolean sameProtocol)
      throws IOException, InterruptedException {
    int mostEvent = exchange.linked().limits().event().toInt();
    UpstreamEvents arriving = new UpstreamEvents(answer, http.events(), mostEvent);
    EventSource source =
        sameProtocol
            ? arriving
            : new EncodedEvents(new UpstreamDeltas(arriving), protocol(exchange).encoder(request));
    Headers headers = sameProtocol ? answer.headers() : streamHeaders();
    return held(source, answer.status(), headers, attempt);
  }

  private static Result held(EventSource source, int status, Headers headers, OpenAttempt attempt)
      throws IOException, InterruptedException {
    HeldEvents events = new HeldEvents(source);
    boolean kept = false;
    try {
      events.readToContent();
      Problem reported = events.reported();
      kept = true;
      if (reported != null) {
        attempt.failed(reported);
        return new Result(Answer.stream(status, headers, events), reported, true);
      }
      return Result.of(Answer.stream(status, headers, events));
    } finally {
      if (!kept) {
        events.close();
      }
    }
  }

  /// Headers of a stream that is made here.
  private static Headers streamHeaders() {
    return Headers.of(
        "content-type", "text/event-stream; charset=utf-8", "cache-control", "no-cache");
  }

  private static Result inProcess(
      LiveExchange exchange,
      AiRequest request,
      LinkedProvider provider,
      LocalProvider local,
      Target target,
      int number)
      throws Exception {
    OpenAttempt attempt = begin(exchange, provider, target, number, Headers.create());
    long start = System.nanoTime();
    AiAnswer answer;
    exchange.guard().arm(start + provider.timers().firstByte().toNanos());
    boolean interrupted = false;
    try {
      answer = local.answer(exchange, request, target);
    } finally {
      interrupted = exchange.guard().disarm();
      if (interrupted) {
        exchange.checkClient();
      }
    }
    attempt.answered(200);
    ClientProtocol protocol = protocol(exchange);
    if (!(answer instanceof AiAnswer.Streamed streamed)) {
      return Result.of(protocol.write(request, answer));
    }
    EventSource events =
        new TimedEvents(
            new EncodedEvents(streamed.deltas(), protocol.encoder(request)),
            exchange.guard(),
            provider.timers(),
            start + provider.timers().total().toNanos());
    return held(events, 200, streamHeaders(), attempt);
  }

  private static ClientProtocol protocol(LiveExchange exchange) {
    return Objects.requireNonNull(exchange.protocol(), "a model route has a client protocol");
  }
}
