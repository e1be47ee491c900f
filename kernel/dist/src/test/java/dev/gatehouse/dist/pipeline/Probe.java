package dev.gatehouse.dist.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Attempt;
import dev.gatehouse.sdk.exchange.Completion;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.route.Router;
import dev.gatehouse.sdk.route.Routing;
import dev.gatehouse.sdk.stream.EventDecoder;
import dev.gatehouse.sdk.stream.EventSource;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.sdk.stream.StreamSink;
import dev.gatehouse.sdk.stream.StreamTransform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A filter that does in one of its hooks what its configuration says, and tells what was called;
/// and a router that tells of its attempts.
final class Probe implements GatewayPlugin {
  private static final Problem TEAPOT = Problem.of(418, "teapot", "Short and stout.");

  private final List<String> stream;
  private final Queue<Object> trees = new ConcurrentLinkedQueue<>();
  private final Queue<String> calls = new ConcurrentLinkedQueue<>();
  private final AtomicInteger acted = new AtomicInteger();
  private final Queue<Duration> hung = new ConcurrentLinkedQueue<>();
  private final Queue<String> begun = new ConcurrentLinkedQueue<>();
  private final Queue<String> completed = new ConcurrentLinkedQueue<>();
  private final Map<String, Queue<Outcome>> completions = new ConcurrentHashMap<>();

  /// Makes a probe.
  ///
  /// @param stream the events of the stream that it replays
  Probe(List<String> stream) {
    this.stream = List.copyOf(stream);
  }

  /// What a filter of this kind does.
  record Config(
      @Option(description = "Its name.", defaultValue = "probe") String name,
      @Option(
              description =
                  "What it does: throw, fail, complain, hang, linger, nothing; in a request also tag, forget, reject, respond,"
                      + " replay, edit; in an event also stop; over all events hold; everywhere read.",
              defaultValue = "nothing")
          String does,
      @Option(description = "In which hook.", defaultValue = "nowhere") String where,
      @Option(description = "How many times; 0 for always.", defaultValue = "0") int times) {}

  /// A router has nothing to configure.
  record None() {}

  @Override
  public void register(PluginRegistry registry) {
    registry.add(
        Filter.POINT, "probe", Config.class, (config, context) -> new ProbeFilter(config, this));
    registry.add(Router.POINT, "backwards", None.class, (config, context) -> new Backwards(this));
  }

  /// Returns the trees that were read, of bodies and events, in order.
  Queue<Object> trees() {
    return trees;
  }

  /// Returns the hooks that were called, each with the filter's name, in order.
  Queue<String> calls() {
    return calls;
  }

  /// Returns how long each call that hung was left alone.
  Queue<Duration> hung() {
    return hung;
  }

  /// Returns which filters were asked about which exchanges.
  List<String> begun() {
    return List.copyOf(begun);
  }

  /// Returns which filters were told of the end of which exchanges, each time they were.
  List<String> completed() {
    return List.copyOf(completed);
  }

  /// Returns the outcomes that the filters of an exchange were told.
  List<Outcome> completions(String id) {
    return new ArrayList<>(completions.getOrDefault(id, new ConcurrentLinkedQueue<>()));
  }

  /// A router that asks the last target first, and hears of its attempts.
  private record Backwards(Probe probe) implements Router {
    @Override
    public List<Target> route(Exchange exchange, List<Target> candidates, Routing routing) {
      return candidates.reversed();
    }

    @Override
    public void onAttempt(Exchange exchange, Attempt attempt) {
      probe.calls.add(
          "attempt %d %s %d"
              .formatted(attempt.number(), attempt.target().provider(), attempt.status()));
    }
  }

  private record ProbeFilter(Config config, Probe probe) implements Filter {
    private boolean here(String hook) {
      probe.calls.add(config.name() + " " + hook);
      return config.where().equals(hook);
    }

    private void act() throws InterruptedException {
      if (config.times() > 0 && probe.acted.incrementAndGet() > config.times()) {
        return;
      }
      switch (config.does()) {
        case "throw" -> throw new IllegalStateException("canary of the plugin");
        case "fail" -> throw new NoClassDefFoundError("canary of the plugin");
        case "complain" -> throw new ProblemException(TEAPOT);
        case "hang" -> {
          long begin = System.nanoTime();
          try {
            new CountDownLatch(1).await();
          } finally {
            probe.hung.add(Duration.ofNanos(System.nanoTime() - begin));
          }
        }
        case "linger" -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException ignored) {
            // goes on as if nobody had said anything, as some libraries do
          }
        }
        default -> {
          // what is left is for the hook to do
        }
      }
    }

    @Override
    // What a plugin without null checks does is part of what is tested.
    @SuppressWarnings("NullAway")
    public Decision onRequest(Exchange exchange) throws Exception {
      probe.begun.add(exchange.id() + " " + config.name());
      if (config.does().equals("read")) {
        probe.trees.add(exchange.body().json());
      }
      if (!here("request")) {
        return Decision.next();
      }
      act();
      if (config.does().equals("edit")) {
        exchange.body().edit().put("temperature", 0.5);
      }
      if (config.does().equals("tag")) {
        for (int i = 0; i < 40; i++) {
          exchange.tag("tag-" + i, "x".repeat(1_000));
        }
        exchange.tag("tag-0", "replaced");
      }
      return switch (config.does()) {
        case "forget" -> null;
        case "reject" -> Decision.reject(TEAPOT);
        case "respond" -> Decision.respond(Answer.json(200, "{}".getBytes(UTF_8)));
        case "replay" ->
            Decision.respond(
                Answer.stream(
                    200,
                    Headers.of("content-type", "text/event-stream"),
                    EventSource.of(probe.stream.stream().map(ProbeFilter::event).toList())));
        default -> Decision.next();
      };
    }

    private static StreamEvent event(String raw) {
      return StreamEvent.raw(raw.getBytes(UTF_8), EventDecoder.NONE);
    }

    @Override
    public void onResponse(Exchange exchange, Answer answer) throws Exception {
      if (config.does().equals("read")) {
        probe.trees.add(answer.body().json());
      }
      if (here("response")) {
        act();
      }
    }

    @Override
    public StreamTransform onStream(Exchange exchange, Answer head) throws Exception {
      if (here("stream")) {
        act();
      }
      return config.does().equals("hold") ? new Holding(probe) : new Acting(this);
    }

    @Override
    public void onComplete(Exchange exchange, Completion completion) {
      probe.completed.add(exchange.id() + " " + config.name());
      if (config.does().equals("edit")) {
        try {
          probe.trees.add(exchange.body().json());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      probe
          .completions
          .computeIfAbsent(exchange.id(), _ -> new ConcurrentLinkedQueue<>())
          .add(completion.outcome());
      if (here("complete")) {
        try {
          act();
        } catch (InterruptedException e) {
          throw new IllegalStateException("canary of the plugin", e);
        }
      }
    }
  }

  private record Acting(ProbeFilter filter) implements StreamTransform {
    @Override
    public void onEvent(StreamEvent event, StreamSink out) throws Exception {
      if (filter.config().does().equals("read") && !event.ends()) {
        filter.probe().trees.add(event.json());
        filter.probe().trees.add(event.deltas());
      }
      if (filter.here("event")) {
        filter.act();
        if (filter.config().does().equals("stop")) {
          out.stop(TEAPOT);
          return;
        }
      }
      out.emit(event);
    }

    @Override
    public void onEnd(StreamSink out) throws Exception {
      if (filter.here("end")) {
        filter.act();
      }
    }
  }

  /// Holds all events but the end marker back until the end, as a filter that looks at whole
  /// answers does.
  private static final class Holding implements StreamTransform {
    private final Probe probe;
    private final List<StreamEvent> held = new ArrayList<>();

    Holding(Probe probe) {
      this.probe = probe;
    }

    @Override
    public void onEvent(StreamEvent event, StreamSink out) throws Exception {
      if (event.ends()) {
        out.emit(event);
      } else {
        held.add(event);
      }
    }

    @Override
    public void onEnd(StreamSink out) throws Exception {
      probe.calls.add("released " + held.size());
      for (StreamEvent event : held) {
        out.emit(event);
      }
    }
  }
}
