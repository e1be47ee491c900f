package dev.gatehouse.plugins.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Streams that have had their time, while their provider is silent.
@Timeout(60)
class DrainTest {
  private static final String EVENT =
      "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"}}]}";
  private final ScriptedUpstream upstream = ScriptedUpstream.start();

  @AfterEach
  void stop() {
    upstream.close();
  }

  private TestGateway gateway(String drain) {
    upstream.next(Reply.sse(EVENT, EVENT).stallAfter(("data: " + EVENT + "\n\n").length()));
    return TestGateway.of(
            """
            %s
            providers: { up: { type: openai, base-url: "%s/v1" } }
            models: { m: { targets: [ { provider: up, model: m } ] } }
            """
                .formatted(drain, upstream.url()),
            new OpenAiPlugin())
        .start();
  }

  private static EventStream stream(TestGateway gateway) throws IOException {
    EventStream stream =
        gateway.client().stream(
            "/v1/chat/completions",
            """
            {"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}\
            """);
    assertThat(stream.next()).isNotNull();
    return stream;
  }

  /// The protocol's error event came last, no end marker, and the connection was cut.
  private static void assertCut(EventStream stream, String code) {
    assertThatThrownBy(stream::rest).isInstanceOf(IOException.class);
    assertThat(new String(stream.received(), UTF_8).strip().lines().toList().getLast())
        .startsWith("data: {\"error\":")
        .contains("\"code\":\"" + code + "\"");
  }

  @Test
  void cutsAStreamWithTheProtocolsErrorWhenItsConfigurationWasReplacedLongAgo() throws Exception {
    try (TestGateway gateway = gateway("plugins: { drain: 200ms }");
        EventStream stream = stream(gateway)) {
      assertThat(gateway.reload().ok()).isTrue();

      assertCut(stream, "configuration_replaced");
      ExchangeRecord record = gateway.record(stream.requestId());
      assertThat(record.outcome()).isEqualTo(Outcome.DRAINED);
      assertThat(record.problem()).extracting(Problem::code).isEqualTo("configuration_replaced");
      assertThat(record.response().status()).isEqualTo(200);
    }
  }

  @Test
  void cutsAStreamWithTheProtocolsErrorWhenTheGatewayStops() throws Exception {
    try (TestGateway gateway = gateway("server: { drain: 200ms }");
        EventStream stream = stream(gateway)) {
      Thread stopping = Thread.ofVirtual().start(() -> gateway.gateway().close());

      assertCut(stream, "draining");
      stopping.join();
    }
  }
}
