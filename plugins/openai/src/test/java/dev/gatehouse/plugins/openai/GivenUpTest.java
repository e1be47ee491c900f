package dev.gatehouse.plugins.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Completion;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.sdk.stream.StreamSink;
import dev.gatehouse.sdk.stream.StreamTransform;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.MetricCapture;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A plugin that does not come back and takes no notice of interrupts, as one that computes for
/// ever: its exchange goes on without it, and nobody else is kept waiting.
@Timeout(120)
class GivenUpTest {
  private static final String EVENT =
      "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"}}]}";
  private static final String CHAT = "/v1/chat/completions";

  private final CountDownLatch enough = new CountDownLatch(1);
  private final Queue<String> completed = new ConcurrentLinkedQueue<>();
  private final MetricCapture metrics = new MetricCapture();
  private final ScriptedUpstream upstream = ScriptedUpstream.start();

  /// What a filter of this kind does.
  record Config(
      @Option(description = "Its name.", defaultValue = "other") String name,
      @Option(description = "Where it stays.", defaultValue = "nowhere") String stays) {}

  private final class Staying implements GatewayPlugin {
    @Override
    public void register(PluginRegistry registry) {
      registry.add(Filter.POINT, "staying", Config.class, (config, context) -> filter(config));
    }
  }

  private Filter filter(Config config) {
    return new Filter() {
      private void stayIf(String here) {
        if (!config.stays().equals(here)) {
          return;
        }
        boolean over = false;
        while (!over) {
          try {
            enough.await();
            over = true;
          } catch (InterruptedException e) {
            // This is what it is about: no notice is taken.
            over = false;
          }
        }
      }

      @Override
      public Decision onRequest(Exchange exchange) {
        stayIf("request");
        return Decision.next();
      }

      @Override
      public void onResponse(Exchange exchange, Answer answer) {
        stayIf("response");
      }

      @Override
      public StreamTransform onStream(Exchange exchange, Answer head) {
        return new StreamTransform() {
          @Override
          public void onEvent(StreamEvent event, StreamSink out) throws IOException {
            stayIf("event");
            out.emit(event);
          }
        };
      }

      @Override
      public void onComplete(Exchange exchange, Completion completion) {
        completed.add(config.name() + " " + exchange.id() + " " + completion.outcome());
        stayIf("complete");
      }
    };
  }

  @AfterEach
  void letGo() {
    enough.countDown();
    upstream.close();
  }

  @ParameterizedTest
  @CsvSource({
    "false, request,  503, PLUGIN_ERROR",
    "false, response, 503, PLUGIN_ERROR",
    "false, complete, 200, OK",
    "true,  request,  503, PLUGIN_ERROR",
    "true,  event,    200, PLUGIN_ERROR",
    "true,  complete, 200, OK"
  })
  void goesOnWithoutACallThatDoesNotComeBack(
      boolean stream, String stays, int status, Outcome outcome) throws Exception {
    for (int i = 0; i < 2; i++) {
      upstream.next(
          stream
              ? Reply.sse(EVENT, EVENT, "[DONE]")
              : Reply.json(
                  "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"yes\"}}]}"));
    }
    try (TestGateway gateway =
        TestGateway.of(
                """
                providers: { up: { type: openai, base-url: "%s/v1" } }
                models: { m: { targets: [ { provider: up, model: m } ] } }
                filters:
                  - { staying: { name: outer }, stage: admission }
                  - { staying: { name: inner, stays: %s }, stage: cache, on-error: open, timeout: 50ms }
                """
                    .formatted(upstream.url(), stays),
                new OpenAiPlugin(),
                new Staying(),
                metrics)
            .start()) {
      String id;
      try (EventStream answer = gateway.client().stream(CHAT, ask(stream))) {
        boolean cut = false;
        try {
          answer.rest();
        } catch (IOException e) {
          cut = true;
        }
        id = answer.requestId();
        assertThat(answer.status()).isEqualTo(status);
        String text = new String(answer.received(), UTF_8);
        assertThat(text.contains("plugin_timeout")).isEqualTo(outcome != Outcome.OK);
        assertThat(cut).as("a stream that breaks off").isEqualTo(stays.equals("event"));
      }

      ExchangeRecord record = gateway.record(id);
      assertThat(record.outcome()).isEqualTo(outcome);
      assertThat(completed)
          .filteredOn(line -> line.contains(id))
          .containsExactly("inner " + id + " " + outcome, "outer " + id + " " + outcome);
      assertThat(metrics.value("gateway.plugin.stuck")).isEqualTo(1);
      assertThat(metrics.value("gateway.plugin.calls", "gatehouse.outcome", "timeout"))
          .isEqualTo(1);

      assertThat(gateway.client().post(CHAT, ask(stream)).status())
          .as("the next exchange passes it over")
          .isEqualTo(200);
      enough.countDown();
      Awaitility.await().until(() -> metrics.value("gateway.plugin.stuck") == 0);
      assertThat(completed).filteredOn(line -> line.contains(id)).hasSize(2);
    }
  }

  private static String ask(boolean stream) {
    return "{\"model\":\"m\",\"stream\":"
        + stream
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  }
}
