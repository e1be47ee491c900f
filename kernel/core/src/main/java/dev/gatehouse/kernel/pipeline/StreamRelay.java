package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.error.UpstreamProblems;
import dev.gatehouse.kernel.wire.UpstreamFailure;
import dev.gatehouse.kernel.wire.WireResponse;
import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.protocol.ClientProtocol;
import dev.gatehouse.sdk.stream.EventSource;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.sdk.stream.StreamSink;
import dev.gatehouse.sdk.stream.StreamTransform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Carries the events of one stream to the client, through the transforms of filters. A stream that
/// breaks is seen to break: it gets the protocol's error event, no end marker, and a cut
/// connection.
final class StreamRelay {
  private final LiveExchange exchange;
  private final Answer answer;
  private final @Nullable ClientProtocol protocol;
  private final TransformChain transforms;
  private final @Nullable StreamTransform last;
  private @Nullable WireResponse response;
  private @Nullable Problem stopped;
  private boolean contentSeen;
  private @Nullable StreamEvent endMarker;
  private boolean ended;

  StreamRelay(LiveExchange exchange, Answer answer) throws IOException {
    this.exchange = exchange;
    this.answer = answer;
    this.protocol = exchange.protocol();
    this.transforms = FilterChain.transforms(exchange, answer);
    AiRequest request = exchange.request();
    this.last = protocol == null || request == null ? null : protocol.forClient(request);
  }

  void run() {
    try (EventSource events = answer.events()) {
      relay(events);
    } catch (IOException e) {
      throw new ClientGone();
    }
  }

  private void relay(EventSource events) throws IOException {
    WireResponse out = AnswerWriter.begin(exchange, answer.status(), answer.headers(), -1);
    response = out;
    exchange.progress().streamed = true;
    try {
      pass(events, out);
    } catch (ExchangeFailed e) {
      // The exchange was cut.
      exchange.fail(e.problem(), e.outcome());
      stopped = e.problem();
    }
    Problem problem = stopped;
    if (problem == null) {
      out.finish();
    } else {
      breakOff(problem, out);
    }
  }

  private void pass(EventSource events, WireResponse out) throws IOException {
    while (stopped == null) {
      StreamEvent event = next(events);
      if (event == null) {
        break;
      }
      observe(event);
      forward(transforms.pass(event));
      if (endMarker != null) {
        atEnd();
      }
      if (!(events instanceof ReadyEvents ready && ready.ready())) {
        out.flush();
      }
    }
    if (stopped == null) {
      atEnd();
    }
  }

  /// Returns the next event, or null at the end: the proper one, or after noting why there will be
  /// no more.
  private @Nullable StreamEvent next(EventSource events) {
    try {
      exchange.checkClient();
      return exchange.progress().answeredBy == null ? events.next() : answered(events);
    } catch (UpstreamFailure e) {
      exchange.checkClient();
      broken(UpstreamProblems.of(e, provider()));
    } catch (IOException e) {
      exchange.checkClient();
      broken(
          Problem.of(
              502,
              "upstream_cut",
              "The provider "
                  + provider()
                  + " broke its answer off; what came before is not the whole answer."));
    } catch (InterruptedException e) {
      exchange.checkClient();
      broken(
          Problem.of(
              504,
              "upstream_stalled",
              "The provider "
                  + provider()
                  + " stopped in the middle of its answer; what came before is not the whole answer."));
    }
    return null;
  }

  /// Returns the next event of a filter's own stream, which may take any time as long as the client
  /// is there.
  ///
  /// The protocol reads what a filter answered, such as a stream that was kept as bytes: the
  /// filters further out must understand it as they would have understood the first one.
  private @Nullable StreamEvent answered(EventSource events)
      throws IOException, InterruptedException {
    StreamEvent event;
    exchange.guard().arm();
    try {
      event = events.next();
    } catch (RuntimeException e) {
      // Plugins wrap what interrupted them.
      exchange.checkClient();
      throw e;
    } finally {
      boolean _ = exchange.guard().disarm();
    }
    return event == null || protocol == null
        ? event
        : StreamEvent.raw(event.raw(), protocol.events());
  }

  private void broken(Problem problem) {
    OpenAttempt attempt = exchange.progress().attempt;
    if (attempt != null) {
      attempt.failed(problem);
    }
    exchange.fail(problem, Outcome.TRUNCATED);
    stopped = problem;
  }

  private String provider() {
    OpenAttempt attempt = exchange.progress().attempt;
    return attempt == null ? exchange.route() : attempt.target().provider();
  }

  private void observe(StreamEvent event) {
    Progress progress = exchange.progress();
    if (!contentSeen) {
      List<AiDelta> deltas = event.deltas();
      contentSeen =
          deltas.isEmpty() ? !event.comment() : deltas.stream().anyMatch(AiDelta::content);
      if (contentSeen) {
        progress.firstContent();
      }
      progress.observe(event);
    } else if (event.settles()) {
      progress.observe(event);
    }
    OpenAttempt attempt = progress.attempt;
    if (contentSeen && attempt != null) {
      attempt.chunk();
    }
  }

  /// Sends what the transforms made of an event, and learns whether one of them ends the stream.
  private void forward(List<StreamEvent> passed) throws IOException {
    for (StreamEvent event : passed) {
      toClient(event);
    }
    Problem why = transforms.stopped();
    if (why != null && stopped == null) {
      exchange.fail(why, transforms.outcome());
      stopped = why;
    }
  }

  /// Writes an event in the client's protocol.
  private void toClient(StreamEvent event) throws IOException {
    if (last == null) {
      write(event);
      return;
    }
    Collector collected = new Collector();
    try {
      last.onEvent(event, collected);
    } catch (Exception e) {
      throw new IllegalStateException("the protocol's own transform failed", e);
    }
    write(collected);
  }

  private void write(Collector collected) throws IOException {
    for (StreamEvent event : collected.events) {
      write(event);
    }
    if (collected.reason != null && stopped == null) {
      exchange.fail(collected.reason, Outcome.REJECTED);
      stopped = collected.reason;
    }
  }

  /// Lets the transforms release what they hold back, and only then ends the stream.
  private void atEnd() throws IOException {
    if (ended || stopped != null) {
      return;
    }
    ended = true;
    forward(transforms.end());
    if (last != null && stopped == null) {
      Collector collected = new Collector();
      try {
        last.onEnd(collected);
      } catch (Exception e) {
        throw new IllegalStateException("the protocol's own transform failed", e);
      }
      write(collected);
    }
    StreamEvent marker = endMarker;
    if (marker != null && stopped == null) {
      send(marker);
    }
  }

  private void write(StreamEvent event) throws IOException {
    if (!ended && event.ends()) {
      endMarker = event;
    } else {
      send(event);
    }
  }

  private void send(StreamEvent event) throws IOException {
    WireResponse out = response;
    if (out != null) {
      byte[] raw = event.raw();
      exchange.responseCapture().add(raw, 0, raw.length);
      exchange.progress().events++;
      out.write(raw, 0, raw.length);
    }
  }

  /// Error events bypass the transforms: they must reach the client as they are.
  private void breakOff(Problem problem, WireResponse out) throws IOException {
    tell(exchange, problem, out);
    out.abort();
  }

  /// Writes the error event of the client's protocol.
  static void tell(LiveExchange exchange, Problem problem, WireResponse out) throws IOException {
    ClientProtocol protocol = exchange.protocol();
    if (protocol != null) {
      byte[] raw = protocol.problemEvent(problem, exchange.id()).raw();
      exchange.responseCapture().add(raw, 0, raw.length);
      exchange.progress().events++;
      out.write(raw, 0, raw.length);
    }
  }

  /// Takes what the protocol's own transform emits.
  private static final class Collector implements StreamSink {
    private final List<StreamEvent> events = new ArrayList<>(1);
    private @Nullable Problem reason;

    @Override
    public void emit(StreamEvent event) {
      if (reason == null) {
        events.add(event);
      }
    }

    @Override
    public void stop(Problem why) {
      if (reason == null) {
        reason = why;
      }
    }
  }
}
