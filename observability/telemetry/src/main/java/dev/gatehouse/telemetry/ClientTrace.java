package dev.gatehouse.telemetry;

import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Attempt;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.telemetry.AttemptTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The client span of one attempt and its metrics: GenAI on model routes, HTTP on plain ones.
final class ClientTrace implements AttemptTrace {
  private static final double NANOS = 1e9;

  private final ModelTelemetry telemetry;
  private final String exchangeId;
  private final Span span;
  private final Context context;
  private final Call call;
  private final long begin;
  private long first;
  private long previous;
  private @Nullable String answered;

  /// What is tried.
  ///
  /// @param number from 1
  /// @param target the target
  /// @param system `gen_ai.provider.name`; empty on plain HTTP routes
  record Try(int number, Target target, String system) {}

  /// What names and labels are made of.
  ///
  /// @param operation the GenAI operation, or null on plain HTTP routes
  /// @param provider `gen_ai.provider.name`, or empty
  /// @param model the upstream's name of the model, or null when none is named
  /// @param method the HTTP method
  /// @param host the upstream, or null when not known
  private record Call(
      @Nullable String operation,
      String provider,
      @Nullable String model,
      String method,
      @Nullable Host host) {}

  private ClientTrace(
      ModelTelemetry telemetry, String exchangeId, Span span, Context context, Call call) {
    this.telemetry = telemetry;
    this.exchangeId = exchangeId;
    this.span = span;
    this.context = context;
    this.call = call;
    this.begin = System.nanoTime();
  }

  static ClientTrace begin(
      ModelTelemetry telemetry, Context parent, Exchange exchange, Try attempt, Headers outgoing) {
    AiRequest ai = attempt.system().isEmpty() ? null : exchange.ai().orElse(null);
    String model = attempt.target().model().isEmpty() ? null : attempt.target().model();
    Call call =
        new Call(
            ai == null ? null : ai.operation().id(),
            attempt.system(),
            model,
            ServerTrace.method(exchange.head()),
            Host.of(outgoing.value("host"), true));
    SpanBuilder builder =
        telemetry
            .tracer()
            .spanBuilder(name(call))
            .setParent(parent)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(Names.TARGET_PROVIDER, attempt.target().provider());
    if (call.operation() == null) {
      builder.setAttribute(Names.METHOD, call.method());
    } else {
      builder
          .setAttribute(Names.OPERATION, call.operation())
          .setAttribute(Names.PROVIDER, call.provider());
      if (model != null) {
        builder.setAttribute(Names.REQUEST_MODEL, model);
      }
      String session = exchange.head().header(telemetry.config().sessionHeader());
      if (session != null) {
        builder.setAttribute(Names.CONVERSATION, session);
      }
    }
    Host host = call.host();
    if (host != null) {
      builder
          .setAttribute(Names.SERVER_ADDRESS, host.address())
          .setAttribute(Names.SERVER_PORT, (long) host.port());
    }
    if (attempt.number() > 1) {
      builder.setAttribute(Names.RESEND_COUNT, (long) attempt.number() - 1);
    }
    Span span = builder.startSpan();
    if (ai != null && span.isRecording()) {
      RequestFacts.describe(span, ai, telemetry.config().traces().requestParameters());
    }
    Context context = parent.with(span);
    telemetry.propagation().write(context, outgoing);
    return new ClientTrace(telemetry, exchange.id(), span, context, call);
  }

  private static String name(Call call) {
    if (call.operation() == null) {
      return call.method().equals(ServerTrace.OTHER_METHOD) ? "HTTP" : call.method();
    }
    return call.model() == null ? call.operation() : call.operation() + " " + call.model();
  }

  @Override
  public void chunk(long nanos) {
    if (!genAi()) {
      return;
    }
    Labels.OfAttempt labels =
        telemetry.labels().attempt(operation(), call.provider(), call.model(), null, null);
    if (previous == 0) {
      first = Math.max(1, nanos - begin);
      telemetry.instruments().firstChunk().record(first / NANOS, labels.plain(), context);
    } else {
      telemetry
          .instruments()
          .perChunk()
          .record(Math.max(0, nanos - previous) / NANOS, labels.plain(), context);
    }
    previous = nanos;
  }

  @Override
  public void end(
      Attempt attempt,
      @Nullable String responseModel,
      @Nullable String finishReason,
      @Nullable Usage usage) {
    answered = responseModel;
    String error = error(attempt);
    measure(attempt, error, usage);
    if (!span.isRecording()) {
      span.end();
      return;
    }
    describe(attempt, finishReason, error);
    if (usage != null && genAi()) {
      usage(span, usage);
    }
    if (genAi() && telemetry.config().captureContent() == TelemetryConfig.Capture.FULL) {
      telemetry.pending().hold(exchangeId, span, telemetry.config().captureMaxBytes().toInt());
    } else {
      span.end();
    }
  }

  private void measure(Attempt attempt, @Nullable String error, @Nullable Usage usage) {
    Instruments instruments = telemetry.instruments();
    double seconds = attempt.duration().toNanos() / NANOS;
    if (!genAi()) {
      instruments
          .httpClientDuration()
          .record(
              seconds,
              telemetry.labels().plainAttempt(call.method(), call.host(), attempt.status(), error),
              context);
      return;
    }
    Labels.OfAttempt labels =
        telemetry.labels().attempt(operation(), call.provider(), call.model(), answered, error);
    instruments.operationDuration().record(seconds, labels.plain(), context);
    if (usage != null) {
      instruments.tokens().record(usage.input(), labels.input(), context);
      instruments.tokens().record(usage.output(), labels.output(), context);
    }
  }

  private void describe(Attempt attempt, @Nullable String finishReason, @Nullable String error) {
    if (attempt.status() > 0) {
      span.setAttribute(Names.STATUS, (long) attempt.status());
    }
    if (answered != null) {
      span.setAttribute(Names.RESPONSE_MODEL, answered);
    }
    if (finishReason != null) {
      span.setAttribute(Names.FINISH, List.of(finishReason));
    }
    if (first > 0) {
      span.setAttribute(Names.FIRST_CHUNK, first / NANOS);
    }
    if (error != null) {
      span.setAttribute(Names.ERROR_TYPE, error);
      span.setStatus(StatusCode.ERROR);
    }
  }

  /// Puts counts of tokens on a span. Parts of a count that are zero are left out.
  static void usage(Span span, Usage usage) {
    span.setAttribute(Names.INPUT_TOKENS, usage.input());
    span.setAttribute(Names.OUTPUT_TOKENS, usage.output());
    if (usage.cachedInput() > 0) {
      span.setAttribute(Names.CACHE_READ_TOKENS, usage.cachedInput());
    }
    if (usage.cacheWrite() > 0) {
      span.setAttribute(Names.CACHE_WRITE_TOKENS, usage.cacheWrite());
    }
    if (usage.reasoning() > 0) {
      span.setAttribute(Names.REASONING_TOKENS, usage.reasoning());
    }
  }

  /// On the client's side of HTTP every status from 400 is an error, and named by its number.
  private static @Nullable String error(Attempt attempt) {
    if (attempt.status() >= 400) {
      return Integer.toString(attempt.status());
    }
    return attempt.problem() == null ? null : attempt.problem().code();
  }

  boolean genAi() {
    return call.operation() != null;
  }

  String provider() {
    return call.provider();
  }

  @Nullable String model() {
    return call.model();
  }

  @Nullable String answered() {
    return answered;
  }

  private String operation() {
    return call.operation() == null ? "" : call.operation();
  }
}
