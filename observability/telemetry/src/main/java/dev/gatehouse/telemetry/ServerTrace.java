package dev.gatehouse.telemetry;

import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Completion;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Exposure;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.RequestHead;
import dev.gatehouse.sdk.telemetry.AttemptTrace;
import dev.gatehouse.sdk.telemetry.ExchangeTrace;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The server span of one exchange and the HTTP metrics that belong to it.
final class ServerTrace implements ExchangeTrace {
  /// The methods that may stand in names and labels; others could be invented without end.
  private static final Set<String> METHODS =
      Set.of(
          "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY");

  /// What stands for a method that is not in the list.
  static final String OTHER_METHOD = "_OTHER";

  private static final double NANOS = 1e9;

  private final ModelTelemetry telemetry;
  private final Span span;
  private final Context context;
  private final String method;
  private final String scheme;
  private @Nullable ClientTrace last;

  private ServerTrace(
      ModelTelemetry telemetry, Span span, Context context, String method, String scheme) {
    this.telemetry = telemetry;
    this.span = span;
    this.context = context;
    this.method = method;
    this.scheme = scheme;
  }

  static ServerTrace begin(ModelTelemetry telemetry, Exchange exchange) {
    RequestHead head = exchange.head();
    String method = method(head);
    boolean known = !method.equals(OTHER_METHOD);
    String scheme = exchange.client().secure() ? "https" : "http";
    Context parent = telemetry.propagation().read(head.headers());
    SpanBuilder builder =
        telemetry
            .tracer()
            .spanBuilder((known ? method : "HTTP") + " " + exchange.route())
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(exchange.startedAt())
            .setAttribute(Names.METHOD, method)
            .setAttribute(Names.PATH, head.path())
            .setAttribute(Names.SCHEME, scheme)
            .setAttribute(Names.ROUTE, exchange.route())
            .setAttribute(Names.CLIENT_ADDRESS, exchange.client().address())
            .setAttribute(Names.EXCHANGE, exchange.id());
    if (!known) {
      builder.setAttribute(Names.METHOD_ORIGINAL, head.method());
    }
    String agent = exchange.client().userAgent();
    if (agent != null) {
      builder.setAttribute(Names.USER_AGENT, agent);
    }
    Host host = Host.of(head.header("host"), exchange.client().secure());
    if (host != null) {
      builder
          .setAttribute(Names.SERVER_ADDRESS, host.address())
          .setAttribute(Names.SERVER_PORT, (long) host.port());
    }
    String session = head.header(telemetry.config().sessionHeader());
    if (session != null && exchange.ai().isPresent()) {
      builder.setAttribute(Names.CONVERSATION, session);
    }
    Span span = builder.startSpan();
    ServerTrace trace = new ServerTrace(telemetry, span, parent.with(span), method, scheme);
    telemetry
        .instruments()
        .activeRequests()
        .add(1, telemetry.labels().active(method, scheme), trace.context);
    return trace;
  }

  @Override
  public Span span() {
    return span;
  }

  @Override
  public AttemptTrace attempt(
      Exchange exchange, int number, Target target, String system, Headers outgoing) {
    ClientTrace trace =
        ClientTrace.begin(
            telemetry, context, exchange, new ClientTrace.Try(number, target, system), outgoing);
    last = trace;
    return trace;
  }

  @Override
  public void end(Exchange exchange, Completion completion) {
    String error = error(completion);
    String outcome = word(completion.outcome());
    String answeredBy = completion.answeredBy().orElse(null);
    OptionalLong costNanos = completion.costNanos();
    measure(exchange, completion, error, outcome, answeredBy, costNanos);
    if (span.isRecording()) {
      describe(exchange, completion, error, outcome, answeredBy);
      if (costNanos.isPresent()) {
        span.setAttribute(Names.COST, costNanos.getAsLong() / NANOS);
      }
    }
    span.end();
  }

  private void measure(
      Exchange exchange,
      Completion completion,
      @Nullable String error,
      String outcome,
      @Nullable String answeredBy,
      OptionalLong costNanos) {
    Instruments instruments = telemetry.instruments();
    Labels labels = telemetry.labels();
    instruments.activeRequests().add(-1, labels.active(method, scheme), context);
    instruments
        .serverDuration()
        .record(
            completion.total().toNanos() / NANOS,
            labels.server(method, scheme, completion.status(), exchange.route(), error),
            context);
    instruments.exchanges().add(1, labels.ended(exchange.route(), outcome, answeredBy), context);
    for (Exposure exposure : exchange.exposures()) {
      instruments
          .exposures()
          .add(1, labels.exposed(exposure.experiment(), exposure.variant()), context);
    }
    ClientTrace served = last;
    if (costNanos.isPresent() && served != null) {
      instruments
          .cost()
          .add(
              costNanos.getAsLong() / NANOS,
              labels.model(served.provider(), served.model()),
              context);
    }
  }

  private void describe(
      Exchange exchange,
      Completion completion,
      @Nullable String error,
      String outcome,
      @Nullable String answeredBy) {
    span.setAttribute(Names.OUTCOME, outcome);
    if (completion.status() > 0) {
      span.setAttribute(Names.STATUS, (long) completion.status());
    }
    exchange.consumer().ifPresent(consumer -> span.setAttribute(Names.CONSUMER, consumer.id()));
    if (answeredBy != null) {
      span.setAttribute(Names.ANSWERED_BY, answeredBy);
    }
    if (completion.attempts().size() > 1) {
      span.setAttribute(Names.RETRIES, (long) completion.attempts().size() - 1);
    }
    expose(exchange.exposures());
    ClientTrace served = last;
    if (telemetry.config().traces().summary() && served != null && served.genAi()) {
      summarize(served, completion.usage().orElse(null));
    }
    if (error != null) {
      span.setAttribute(Names.ERROR_TYPE, error);
      span.setStatus(StatusCode.ERROR);
    }
  }

  /// Puts the facts of the answering attempt where back ends that show one span look for them.
  private void summarize(ClientTrace served, @Nullable Usage usage) {
    span.setAttribute(Names.PROVIDER, served.provider());
    if (served.model() != null) {
      span.setAttribute(Names.REQUEST_MODEL, served.model());
    }
    if (served.answered() != null) {
      span.setAttribute(Names.RESPONSE_MODEL, served.answered());
    }
    if (usage != null) {
      ClientTrace.usage(span, usage);
    }
  }

  /// An event for each experiment, and the first one as attributes too, which more back ends
  /// search.
  private void expose(List<Exposure> exposures) {
    for (int i = 0; i < exposures.size(); i++) {
      Exposure exposure = exposures.get(i);
      if (i == 0) {
        span.setAttribute(Names.FLAG, exposure.experiment());
        span.setAttribute(Names.VARIANT, exposure.variant());
      }
      span.addEvent(
          Names.EVALUATION,
          Attributes.of(
              Names.FLAG,
              exposure.experiment(),
              Names.VARIANT,
              exposure.variant(),
              Names.REASON,
              reason(exposure.reason()),
              Names.FLAG_PROVIDER,
              "gatehouse"));
    }
  }

  /// Says our reasons in the words of the conventions, where they have one.
  private static String reason(String reason) {
    return switch (reason) {
      case "assigned" -> "split";
      case "override" -> "targeting_match";
      case "not_in_coverage" -> "default";
      default -> reason;
    };
  }

  /// Returns what failed on this side, or null: an answer of 4xx is the client's failure, and a
  /// client that leaves is none.
  private static @Nullable String error(Completion completion) {
    Outcome outcome = completion.outcome();
    boolean failed =
        completion.status() >= 500
            || outcome == Outcome.TRUNCATED
            || outcome == Outcome.TIMEOUT
            || outcome == Outcome.PLUGIN_ERROR
            || outcome == Outcome.DRAINED;
    if (!failed) {
      return null;
    }
    return completion
        .problem()
        .map(Problem::code)
        .orElseGet(() ->
            completion.status() >= 500 ? Integer.toString(completion.status()) : word(outcome));
  }

  /// Returns the method as it may stand in names and labels.
  static String method(RequestHead head) {
    return METHODS.contains(head.method()) ? head.method() : OTHER_METHOD;
  }

  private static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
