package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.record.Capture;
import dev.gatehouse.kernel.record.ContentCoding;
import dev.gatehouse.kernel.wire.ClientExchange;
import dev.gatehouse.kernel.wire.WireExchange;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.TextMapper;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.AttributeKey;
import dev.gatehouse.sdk.exchange.ClientInfo;
import dev.gatehouse.sdk.exchange.Consumer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Exposure;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.RequestHead;
import dev.gatehouse.sdk.protocol.ClientProtocol;
import dev.gatehouse.sdk.telemetry.ExchangeTrace;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An exchange while it goes on. Owned by one thread; only [#cancel] and [#cut] may be called from
/// another, and [#takeOver] when the owner does not come back from a plugin.
final class LiveExchange implements Exchange {
  private static final int MOST_TAGS = 32;
  private static final int MOST_KEY = 64;
  private static final int MOST_VALUE = 256;

  private final String id;
  private final Instant startedAt;
  private final double draw;
  private final WireExchange wire;
  private final Linked linked;
  private final LinkedRoute route;
  private final @Nullable ClientProtocol protocol;
  private final @Nullable AiRequest ai;
  private final Body body;
  private final ClientInfo client;
  private final long deadline;
  private volatile Guard guard = new Guard();
  private final Progress progress = new Progress();
  private final IdentityHashMap<AttributeKey<?>, Object> attributes = new IdentityHashMap<>(4);
  private final Map<String, String> tags = new LinkedHashMap<>(4);
  private final List<Exposure> exposures = new ArrayList<>(1);
  private final List<String> explanation = new ArrayList<>(4);
  private int met;
  private @Nullable ClientExchange upstream;
  private final List<FilterLink> skipped = new ArrayList<>(0);
  private final List<FilterLink> keptFrom = new ArrayList<>(0);
  private final Capture requestCapture;
  private final Capture responseCapture;

  private List<Target> candidates = List.of();
  private @Nullable Consumer consumer;
  private @Nullable String challenge;
  private @Nullable Problem unreadable;
  private @Nullable ExchangeTrace trace;
  private volatile @Nullable Runnable cancelUpstream;

  /// What an exchange begins with.
  record Start(
      String id,
      Instant at,
      double draw,
      WireExchange wire,
      Linked linked,
      LinkedRoute route,
      @Nullable ClientProtocol protocol,
      @Nullable AiRequest ai,
      Body body,
      Capture requestCapture) {}

  LiveExchange(Start start) {
    this.id = start.id();
    this.startedAt = start.at();
    this.draw = start.draw();
    this.wire = start.wire();
    this.linked = start.linked();
    this.route = start.route();
    this.protocol = start.protocol();
    this.ai = start.ai();
    this.body = start.body();
    this.requestCapture = start.requestCapture();
    this.responseCapture = new Capture(linked.limits().recordedBody().toInt());
    this.client =
        new ClientInfo(
            wire.peer().getAddress() == null
                ? wire.peer().getHostString()
                : wire.peer().getAddress().getHostAddress(),
            wire.head().header("user-agent"),
            wire.secure());
    this.deadline = wire.startedNanos() + linked.limits().total().toNanos();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Instant startedAt() {
    return startedAt;
  }

  @Override
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  @Override
  public String route() {
    return route.config().id();
  }

  @Override
  public ClientInfo client() {
    return client;
  }

  @Override
  public RequestHead head() {
    return wire.head();
  }

  @Override
  public Body body() {
    return body;
  }

  @Override
  public Optional<AiRequest> ai() {
    return Optional.ofNullable(ai);
  }

  @Override
  public Optional<Consumer> consumer() {
    return Optional.ofNullable(consumer);
  }

  @Override
  public List<Target> candidates() {
    return candidates;
  }

  @Override
  public void candidates(List<Target> targets, String reason) {
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("an exchange needs at least one target");
    }
    for (Target target : targets) {
      if (!linked.providers().containsKey(target.provider())) {
        throw new IllegalArgumentException("there is no provider \"" + target.provider() + "\"");
      }
    }
    candidates = List.copyOf(targets);
    explain(reason);
  }

  void offer(List<Target> targets) {
    candidates = targets;
  }

  @Override
  public void mapText(Answer answer, TextMapper mapper) throws IOException {
    if (protocol == null || ai == null) {
      return;
    }
    String coding = answer.headers().value("content-encoding");
    byte[] bytes = ContentCoding.decoded(answer.body().bytes(), coding);
    byte[] mapped = protocol.mapText(ai, bytes, mapper);
    if (!Arrays.equals(mapped, bytes)) {
      answer.headers().remove("content-encoding");
      answer.body().replace(mapped);
    }
  }

  @Override
  public void expose(Exposure exposure) {
    exposures.add(exposure);
  }

  @Override
  public List<Exposure> exposures() {
    return List.copyOf(exposures);
  }

  @Override
  // The key is typed, so what was put under it is what comes back.
  @SuppressWarnings("unchecked")
  public <T> @Nullable T attribute(AttributeKey<T> key) {
    return (T) attributes.get(key);
  }

  @Override
  public <T> void attribute(AttributeKey<T> key, T value) {
    attributes.put(key, value);
  }

  @Override
  public void tag(String key, String value) {
    if (tags.size() < MOST_TAGS || tags.containsKey(key)) {
      tags.put(bounded(key, MOST_KEY), bounded(value, MOST_VALUE));
    } else {
      linked.tagsDropped().increment();
    }
  }

  private static String bounded(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  @Override
  public Span span() {
    return trace == null ? Span.getInvalid() : trace.span();
  }

  /// Ends the exchange from another thread: the client has left.
  void cancel() {
    guard.cancel();
    letUpstreamFail();
  }

  /// Ends the exchange from another thread: it has had its time. The client is told as well as the
  /// protocol allows.
  void cut(Problem why) {
    guard.cut(why);
    letUpstreamFail();
  }

  /// Makes this thread the owner. The one before has been given up: it unwinds without touching the
  /// exchange when it comes back.
  void takeOver() {
    Guard before = guard;
    Guard mine = new Guard();
    guard = mine;
    mine.endLike(before);
  }

  private void letUpstreamFail() {
    Runnable upstream = cancelUpstream;
    if (upstream != null) {
      upstream.run();
    }
  }

  /// Says how the upstream that is being asked can be cancelled.
  void cancelUpstreamBy(Runnable action) {
    cancelUpstream = action;
    if (guard.ended()) {
      action.run();
    }
  }

  /// Keeps the answer of an upstream, to give its connection back when the exchange is over.
  void upstream(ClientExchange answer) {
    upstream = answer;
  }

  /// Gives the connection back, or closes it when the answer was not read to its end.
  void letUpstreamGo() {
    ClientExchange answer = upstream;
    if (answer != null) {
      answer.close();
    }
  }

  /// Ends the exchange if the client has left, or if it was cut.
  void checkClient() {
    if (guard.ended()) {
      throw ending();
    }
  }

  /// Returns what ends an exchange that has to end.
  RuntimeException ending() {
    Problem cut = guard.cut();
    return cut == null || guard.cancelled()
        ? new ClientGone()
        : new ExchangeFailed(cut, Outcome.DRAINED);
  }

  void explain(String line) {
    explanation.add(line);
  }

  void failOpen(FilterLink link) {
    progress.failedOpen.add(link.name());
    skipped.add(link);
  }

  /// Leaves a filter alone that may not be called at present, to its end.
  void keptFrom(FilterLink link) {
    skipped.add(link);
    keptFrom.add(link);
  }

  /// Returns whether a filter was left alone from the start.
  boolean wasKeptFrom(FilterLink link) {
    return contains(keptFrom, link);
  }

  private static boolean contains(List<FilterLink> links, FilterLink link) {
    for (int i = 0; i < links.size(); i++) {
      if (links.get(i) == link) {
        return true;
      }
    }
    return false;
  }

  void fail(Problem problem, Outcome outcome) {
    if (progress.problem == null) {
      progress.problem = problem;
      progress.outcome = outcome;
    }
  }

  void unreadable(Problem problem) {
    unreadable = problem;
  }

  @Nullable Problem unreadable() {
    return unreadable;
  }

  void consumer(Consumer found) {
    consumer = found;
  }

  void challenge(String text) {
    challenge = text;
  }

  void trace(ExchangeTrace begun) {
    trace = begun;
  }

  /// Returns the length of the request's body as its head declares it, or 0.
  long declaredLength() {
    return Math.max(0, wire.requestBody().length());
  }

  double draw() {
    return draw;
  }

  WireExchange wire() {
    return wire;
  }

  Linked linked() {
    return linked;
  }

  LinkedRoute linkedRoute() {
    return route;
  }

  @Nullable ClientProtocol protocol() {
    return protocol;
  }

  @Nullable AiRequest request() {
    return ai;
  }

  Guard guard() {
    return guard;
  }

  Progress progress() {
    return progress;
  }

  /// Returns how many filters of the route the request has met, whose other hooks are due.
  int met() {
    return met;
  }

  void met(int links) {
    met = links;
  }

  /// Returns whether a filter has failed open and is left alone with what follows.
  boolean skips(FilterLink link) {
    return contains(skipped, link);
  }

  Map<String, String> tags() {
    return tags;
  }

  List<String> explanation() {
    return explanation;
  }

  @Nullable String challenge() {
    return challenge;
  }

  @Nullable ExchangeTrace trace() {
    return trace;
  }

  Capture requestCapture() {
    return requestCapture;
  }

  Capture responseCapture() {
    return responseCapture;
  }
}
