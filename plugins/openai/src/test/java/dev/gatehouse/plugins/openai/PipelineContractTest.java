package dev.gatehouse.plugins.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Attempt;
import dev.gatehouse.sdk.exchange.Completion;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.route.Router;
import dev.gatehouse.sdk.route.Routing;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.sdk.stream.StreamSink;
import dev.gatehouse.sdk.stream.StreamTransform;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.ReceivedRequest;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the pipeline promises to filters, whatever happens: hooks in order, time limits, error
/// modes, and `onComplete` exactly once.
class PipelineContractTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String WHOLE =
      "{\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"yes\"},\"finish_reason\":\"stop\"}]}";
  private static final String EVENT =
      "{\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"}}]}";

  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final ScriptedUpstream spare = ScriptedUpstream.start();
  private final Probe probe = new Probe();

  @AfterEach
  void stop() {
    upstream.close();
    spare.close();
  }

  private TestGateway gateway(String filters) {
    return TestGateway.of(
            """
            providers:
              up: { type: openai, base-url: "%s/v1", timeouts: { first-byte: 1s, between-events: 1s } }
              spare: { type: openai, base-url: "%s/v1" }
            models:
              m: { targets: [ { provider: up, model: m } ], fallback: [ { provider: spare, model: m } ] }
            filters:
            %s
            """
                .formatted(upstream.url(), spare.url(), filters.indent(2)),
            new OpenAiPlugin(),
            probe)
        .start();
  }

  private static String ask(boolean stream) {
    return "{\"model\":\"m\",\"stream\":"
        + stream
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  }

  private static Reply good(boolean stream) {
    return stream ? Reply.sse(EVENT, EVENT, "[DONE]") : Reply.json(WHOLE);
  }

  /// What a client saw.
  private record Seen(int status, String text, String id, boolean cut) {}

  private static Seen send(TestGateway gateway, boolean stream) throws IOException {
    try (EventStream answer = gateway.client().stream(CHAT, ask(stream))) {
      boolean cut = false;
      try {
        answer.rest();
      } catch (IOException e) {
        cut = true;
      }
      return new Seen(
          answer.status(), new String(answer.received(), UTF_8), answer.requestId(), cut);
    }
  }

  private void assertCompletedOnce(String id, Outcome outcome) {
    Awaitility.await().until(() -> !probe.completions(id).isEmpty());
    assertThat(probe.completions(id)).containsExactly(outcome);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void callsTheHooksInOrderOfStagesAndBackOutwards(boolean stream) throws Exception {
    upstream.next(good(stream));
    try (TestGateway gateway =
        gateway(
            "- { probe: { name: inner }, stage: routing }\n- { probe: { name: outer }, stage: admission }")) {
      Seen seen = send(gateway, stream);

      assertThat(seen.status()).isEqualTo(200);
      gateway.record(seen.id());
      assertThat(probe.calls)
          .containsSubsequence("outer request", "inner request")
          .containsSubsequence(
              stream ? "inner stream" : "inner response",
              stream ? "outer stream" : "outer response")
          .endsWith("outer complete");
      assertThat(probe.completions(seen.id())).containsExactly(Outcome.OK, Outcome.OK);
    }
  }

  @ParameterizedTest(name = "stream {0}, {1} in {2}, {3}")
  @CsvSource({
    "false, throw, request, closed, 500, plugin_error, plugin_error",
    "false, throw, request, open,   200, ,             ok",
    "false, throw, response, closed, 500, plugin_error, plugin_error",
    "false, throw, response, open,  200, ,             ok",
    "false, throw, complete, closed, 200, ,            ok",
    "false, hang,  request, closed, 503, plugin_timeout, plugin_error",
    "false, hang,  request, open,   200, ,             ok",
    "false, hang,  response, closed, 503, plugin_timeout, plugin_error",
    "false, hang,  response, open,  200, ,             ok",
    "true,  throw, request, closed, 500, plugin_error, plugin_error",
    "true,  throw, stream,  closed, 500, plugin_error, plugin_error",
    "true,  throw, stream,  open,   200, ,             ok",
    "true,  throw, event,   closed, 200, plugin_error, plugin_error",
    "true,  throw, event,   open,   200, ,             ok",
    "true,  throw, end,     closed, 200, plugin_error, plugin_error",
    "true,  throw, end,     open,   200, ,             ok",
    "true,  hang,  stream,  closed, 503, plugin_timeout, plugin_error",
    "true,  hang,  event,   closed, 200, plugin_timeout, plugin_error",
    "true,  hang,  event,   open,   200, ,             ok",
    "true,  hang,  end,     closed, 200, plugin_timeout, plugin_error",
    "true,  throw, complete, closed, 200, ,            ok",
    "false, reject, request, closed, 418, teapot,      rejected",
    "true,  reject, request, closed, 418, teapot,      rejected",
    "false, respond, request, closed, 200, ,           ok",
    "true,  stop,  event,   closed, 200, teapot,       rejected"
  })
  void keepsItsPromiseAboutFailures(
      boolean stream,
      String does,
      String where,
      String mode,
      int status,
      String code,
      String outcome)
      throws Exception {
    upstream.next(good(stream), good(stream));
    try (TestGateway gateway =
        gateway(
            "- { probe: { does: %s, where: %s }, on-error: %s, timeout: 150ms }"
                .formatted(does, where, mode))) {
      Seen seen = send(gateway, stream);

      assertThat(seen.status()).isEqualTo(status);
      if (code != null) {
        assertThat(seen.text()).contains("\"code\":\"" + code + "\"").doesNotContain("[DONE]");
      } else if (stream) {
        assertThat(seen.text()).isEqualTo(new String(good(true).body(), UTF_8));
      }
      assertThat(seen.cut()).isEqualTo(code != null && status == 200);
      Outcome expected = Outcome.valueOf(outcome.toUpperCase(Locale.ROOT));
      assertCompletedOnce(seen.id(), expected);
      ExchangeRecord record = gateway.record(seen.id());
      assertThat(record.outcome()).isEqualTo(expected);
      if (mode.equals("open")) {
        assertThat(record.failedOpen()).containsExactly("probe");
      }
      assertThat(seen.text()).doesNotContain("canary");
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void completesOnceWhenTheClientLeaves(boolean stream) throws Exception {
    upstream.next(
        stream
            ? Reply.sse(EVENT, EVENT, EVENT, EVENT).pause(Duration.ofSeconds(2))
            : Reply.json(WHOLE).delay(Duration.ofSeconds(30)));
    spare.next(good(stream));
    try (TestGateway gateway = gateway("- probe: {}")) {
      ReceivedRequest asked;
      try (Socket client = new Socket("127.0.0.1", gateway.url().getPort())) {
        byte[] body = ask(stream).getBytes(UTF_8);
        String head =
            "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(CHAT, body.length);
        client.getOutputStream().write(head.getBytes(UTF_8));
        client.getOutputStream().write(body);
        asked = upstream.take();
      }
      assertThat(asked.awaitAbort(Duration.ofSeconds(1)))
          .as("the upstream is let go within a second")
          .isTrue();

      ExchangeRecord record = gateway.records().awaitCount(1).getFirst();
      assertThat(record.outcome()).isEqualTo(Outcome.CLIENT_CANCELLED);
      assertCompletedOnce(record.id(), Outcome.CLIENT_CANCELLED);
      assertThat(spare.requests()).isEmpty();
    }
  }

  @Test
  void completesOnceWhenTheUpstreamCuts() throws Exception {
    upstream.next(Reply.sse(EVENT, EVENT).cutAfter(EVENT.length() + 20));
    try (TestGateway gateway = gateway("- probe: {}")) {
      Seen seen = send(gateway, true);

      assertThat(seen.cut()).isTrue();
      assertThat(seen.text()).contains("upstream_cut").doesNotContain("[DONE]");
      assertCompletedOnce(seen.id(), Outcome.TRUNCATED);
      assertThat(probe.calls).doesNotContain("probe end");
    }
  }

  @Test
  void callsHooksOnceWhenATargetIsReplaced() throws Exception {
    upstream.next(Reply.json("{}").status(500));
    spare.next(good(true));
    try (TestGateway gateway = gateway("- probe: {}")) {
      Seen seen = send(gateway, true);

      assertThat(seen.text()).contains("[DONE]");
      assertCompletedOnce(seen.id(), Outcome.OK);
      assertThat(probe.calls.stream().filter("probe request"::equals)).hasSize(1);
      assertThat(probe.calls.stream().filter("probe stream"::equals)).hasSize(1);
      assertThat(gateway.record(seen.id()).decision().attempts()).hasSize(2);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a whole answer, /v1/chat/completions, nowhere",
    "a large answer, /v1/chat/completions, nowhere",
    "a stream, /v1/chat/completions, nowhere",
    "a stream that a filter refuses, /v1/chat/completions, stream",
    "an answer of a plain route, /plain/x, nowhere",
    "a large answer of a plain route, /plain/x, nowhere"
  })
  void givesTheConnectionBackAfter(String what, String path, String where) throws Exception {
    boolean stream = what.contains("stream");
    Reply reply =
        what.contains("large")
            ? Reply.json("{\"text\":\"" + "x".repeat(9_000_000) + "\"}")
            : good(stream);
    upstream.on("/v1/chat/completions", reply).on("/x", reply);
    try (TestGateway gateway =
        TestGateway.of(
                """
                providers:
                  up: { type: openai, base-url: "%1$s/v1", max-connections: 1 }
                models:
                  m: { targets: [ { provider: up, model: m } ] }
                filters: [ { probe: { does: throw, where: %2$s } } ]
                routes:
                  - { id: plain, match: { path: /plain/** }, strip-prefix: /plain, upstream: "%1$s", max-connections: 1 }
                """
                    .formatted(upstream.url(), where),
                new OpenAiPlugin(),
                probe)
            .start()) {
      for (int i = 0; i < 3; i++) {
        try (EventStream answer = gateway.client().stream(path, ask(stream))) {
          answer.rest();
          assertThat(answer.status()).isEqualTo(where.equals("stream") ? 500 : 200);
          assertThat(new String(answer.received(), UTF_8)).doesNotContain("upstream_unreachable");
          gateway.record(answer.requestId());
        }
      }
    }
  }

  @Test
  void tellsARouterOfEachAttempt() throws Exception {
    upstream.next(Reply.json("{}").status(500));
    spare.next(good(false));
    try (TestGateway gateway =
        TestGateway.of(
                """
                providers:
                  up: { type: openai, base-url: "%s/v1" }
                  spare: { type: openai, base-url: "%s/v1" }
                models:
                  m:
                    router: backwards
                    targets: [ { provider: spare, model: m }, { provider: up, model: m } ]
                """
                    .formatted(upstream.url(), spare.url()),
                new OpenAiPlugin(),
                probe)
            .start()) {
      Seen seen = send(gateway, false);

      assertThat(seen.status()).isEqualTo(200);
      gateway.record(seen.id());
      assertThat(probe.calls).containsExactly("attempt 1 up 500", "attempt 2 spare 200");
    }
  }

  @Test
  void interruptsAHookWithin100MillisecondsOfItsLimit() throws Exception {
    upstream.next(good(false));
    try (TestGateway gateway =
        gateway("- { probe: { does: hang, where: request }, timeout: 200ms }")) {
      send(gateway, false);

      assertThat(probe.hung).singleElement();
      // The promise is 100 ms; a busy machine gets more, a limit that is not kept takes 30 s.
      assertThat(probe.hung.peek()).isLessThan(Duration.ofSeconds(5));
    }
  }

  /// A filter that does what its configuration says, and tells what was called.
  private static final class Probe implements GatewayPlugin {
    private final Queue<String> calls = new ConcurrentLinkedQueue<>();
    private final Queue<Duration> hung = new ConcurrentLinkedQueue<>();
    private final Map<String, Queue<Outcome>> completions = new ConcurrentHashMap<>();

    public record Config(
        @Option(description = "Its name.", defaultValue = "probe") String name,
        @Option(description = "What it does.", defaultValue = "nothing") String does,
        @Option(description = "Where.", defaultValue = "nowhere") String where) {}

    /// A router has nothing to configure.
    public record None() {}

    @Override
    public void register(PluginRegistry registry) {
      registry.add(
          Filter.POINT, "probe", Config.class, (config, context) -> new ProbeFilter(config, this));
      registry.add(Router.POINT, "backwards", None.class, (config, context) -> new Backwards(this));
    }

    List<Outcome> completions(String id) {
      return new ArrayList<>(completions.getOrDefault(id, new ConcurrentLinkedQueue<>()));
    }
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

  private record ProbeFilter(Probe.Config config, Probe probe) implements Filter {
    private boolean here(String hook) {
      probe.calls.add(config.name() + " " + hook);
      return config.where().equals(hook);
    }

    private void act() throws InterruptedException {
      switch (config.does()) {
        case "throw" -> throw new IllegalStateException("canary of the plugin");
        case "hang" -> {
          long begin = System.nanoTime();
          try {
            new CountDownLatch(1).await();
          } finally {
            probe.hung.add(Duration.ofNanos(System.nanoTime() - begin));
          }
        }
        default -> {
          // what is left is for the hook to do
        }
      }
    }

    @Override
    public Decision onRequest(Exchange exchange) throws Exception {
      if (here("request")) {
        act();
        if (config.does().equals("reject")) {
          return Decision.reject(Problem.of(418, "teapot", "Short and stout."));
        }
        if (config.does().equals("respond")) {
          return Decision.respond(Answer.json(200, "{}".getBytes(UTF_8)));
        }
      }
      return Decision.next();
    }

    @Override
    public void onResponse(Exchange exchange, Answer answer) throws Exception {
      if (here("response")) {
        act();
      }
    }

    @Override
    public StreamTransform onStream(Exchange exchange, Answer head) throws Exception {
      if (here("stream")) {
        act();
      }
      return new StreamTransform() {
        @Override
        public void onEvent(StreamEvent event, StreamSink out) throws Exception {
          if (here("event")) {
            act();
            if (config.does().equals("stop")) {
              out.stop(Problem.of(418, "teapot", "Short and stout."));
              return;
            }
          }
          out.emit(event);
        }

        @Override
        public void onEnd(StreamSink out) throws Exception {
          if (here("end")) {
            act();
          }
        }
      };
    }

    @Override
    public void onComplete(Exchange exchange, Completion completion) {
      probe
          .completions
          .computeIfAbsent(exchange.id(), _ -> new ConcurrentLinkedQueue<>())
          .add(completion.outcome());
      if (here("complete")) {
        throw new IllegalStateException("canary of the plugin");
      }
    }
  }
}
