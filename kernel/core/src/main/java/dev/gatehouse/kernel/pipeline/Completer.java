package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.record.ContentCoding;
import dev.gatehouse.kernel.record.SinkQueue;
import dev.gatehouse.kernel.route.SessionHeaders;
import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Attempt;
import dev.gatehouse.sdk.exchange.Completion;
import dev.gatehouse.sdk.exchange.Consumer;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.log.CapturedBody;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.protocol.ClientProtocol;
import dev.gatehouse.sdk.telemetry.ExchangeTrace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Settles an exchange, once: ends its attempt, tells its filters, ends its trace, and hands its
/// record to the sinks.
final class Completer {
  /// How an exchange ended, for filters and telemetry.
  private record Settled(
      Outcome outcome,
      int status,
      Optional<Usage> usage,
      Duration total,
      Optional<Duration> firstContent,
      long events,
      List<Attempt> attempts,
      Optional<Problem> problem,
      Optional<String> answeredBy,
      OptionalLong costNanos)
      implements Completion {}

  private Completer() {}

  static void complete(LiveExchange exchange) {
    Progress progress = exchange.progress();
    readWholeAnswer(exchange);
    OpenAttempt attempt = progress.attempt;
    Target target = attempt == null ? null : attempt.target();
    if (attempt != null) {
      attempt.end(progress);
    }
    if (target == null && !progress.attempts.isEmpty()) {
      target = progress.attempts.getLast().target();
    }
    Long cost =
        target == null ? null : exchange.linked().prices().costNanos(target, progress.usage);
    long now = System.nanoTime();
    long total = now - exchange.wire().startedNanos();
    long firstContent =
        progress.firstContentNanos == 0
            ? -1
            : progress.firstContentNanos - exchange.wire().startedNanos();
    Settled settled =
        new Settled(
            progress.outcome,
            progress.status,
            Optional.ofNullable(progress.usage),
            Duration.ofNanos(total),
            firstContent < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(firstContent)),
            progress.events,
            List.copyOf(progress.attempts),
            Optional.ofNullable(progress.problem),
            Optional.ofNullable(progress.answeredBy),
            cost == null ? OptionalLong.empty() : OptionalLong.of(cost));
    FilterChain.completed(exchange, settled);
    ExchangeTrace trace = exchange.trace();
    if (trace != null) {
      exchange
          .tags()
          .forEach((key, value) -> trace.span().setAttribute("gatehouse.tag." + key, value));
      trace.end(exchange, settled);
    }
    record(
        exchange,
        settled,
        target,
        cost,
        new ExchangeRecord.Timing(total, firstContent, progress.upstreamNanos));
  }

  /// Reads usage and finish reason of a whole answer that passed untranslated.
  private static void readWholeAnswer(LiveExchange exchange) {
    Progress progress = exchange.progress();
    ClientProtocol protocol = exchange.protocol();
    AiRequest request = exchange.request();
    CapturedBody body = exchange.responseCapture().captured();
    if (progress.streamed
        || protocol == null
        || request == null
        || progress.status >= 400
        || progress.outcome != Outcome.OK
        || body.length() == 0
        || !body.complete()) {
      return;
    }
    try {
      byte[] bytes = ContentCoding.decoded(body.bytes(), header(progress, "content-encoding"));
      protocol.readAnswer(request, Body.of(bytes)).ifPresent(answer -> learn(progress, answer));
    } catch (IOException | ProblemException e) {
      // What is no answer of the protocol has nothing to tell.
      exchange.explain("the answer has no usage that could be read");
    }
  }

  private static void learn(Progress progress, AiAnswer answer) {
    switch (answer) {
      case AiAnswer.Whole whole -> {
        progress.usage = whole.usage();
        progress.finishReason = whole.finishReason();
        progress.responseModel = whole.model();
      }
      case AiAnswer.Embeddings embeddings -> {
        progress.usage = embeddings.usage();
        progress.responseModel = embeddings.model();
      }
      case AiAnswer.TokenCount _ -> {
        // Counting uses no tokens.
      }
      case AiAnswer.Streamed _ -> {
        // Streams are read event by event.
      }
    }
  }

  private static void record(
      LiveExchange exchange,
      Settled settled,
      @Nullable Target target,
      @Nullable Long cost,
      ExchangeRecord.Timing timing) {
    List<SinkQueue> sinks = exchange.linked().sinks();
    if (sinks.isEmpty()) {
      return;
    }
    Progress progress = exchange.progress();
    String traceId =
        exchange.span().getSpanContext().isValid()
            ? exchange.span().getSpanContext().getTraceId()
            : null;
    ExchangeRecord record =
        new ExchangeRecord(
            exchange.id(),
            exchange.startedAt(),
            caller(exchange),
            request(exchange),
            new ExchangeRecord.RecordedResponse(
                progress.status,
                progress.streamed,
                progress.responseModel,
                progress.finishReason,
                header(progress, "content-type"),
                header(progress, "content-encoding"),
                exchange.responseCapture().captured(),
                progress.events),
            timing,
            progress.outcome,
            progress.problem,
            new ExchangeRecord.RecordedDecision(
                exchange.route(),
                target == null ? null : target.provider(),
                target == null ? null : target.model(),
                settled.attempts(),
                exchange.linked().configHash(),
                exchange.draw(),
                exchange.explanation(),
                progress.answeredBy),
            progress.usage,
            cost,
            exchange.exposures(),
            exchange.tags(),
            traceId,
            progress.failedOpen);
    for (SinkQueue sink : sinks) {
      sink.offer(record);
    }
  }

  private static @Nullable String header(Progress progress, String name) {
    return progress.answer == null ? null : progress.answer.headers().value(name);
  }

  private static ExchangeRecord.Caller caller(LiveExchange exchange) {
    return new ExchangeRecord.Caller(
        exchange.consumer().map(Consumer::id).orElse(null),
        user(exchange.request()),
        SessionHeaders.session(exchange.head().headers()),
        exchange.client().address(),
        exchange.client().userAgent());
  }

  private static @Nullable String user(@Nullable AiRequest request) {
    try {
      return request == null ? null : request.user().orElse(null);
    } catch (IOException | RuntimeException e) {
      // A body that could not be read names nobody.
      return null;
    }
  }

  private static ExchangeRecord.RecordedRequest request(LiveExchange exchange) {
    AiRequest ai = exchange.request();
    String model = null;
    boolean stream = false;
    if (ai != null) {
      try {
        model = ai.model();
        stream = ai.stream();
      } catch (IOException | RuntimeException e) {
        // A body that could not be read asks for no model.
        model = null;
      }
    }
    return new ExchangeRecord.RecordedRequest(
        ai == null ? null : ai.protocol(),
        ai == null ? null : ai.operation().id(),
        exchange.head().method(),
        exchange.head().path(),
        model,
        stream,
        exchange.head().header("content-type"),
        exchange.requestCapture().captured());
  }
}
