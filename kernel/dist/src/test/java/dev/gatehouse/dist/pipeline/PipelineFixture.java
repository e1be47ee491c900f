package dev.gatehouse.dist.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.plugins.anthropic.AnthropicPlugin;
import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.MetricCapture;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import java.io.IOException;
import java.net.Socket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;

/// Two upstreams, a probe in the pipeline, and a client that tells what it saw.
abstract class PipelineFixture {
  final Pairing pairing;
  final Side client;
  final Side provider;
  final ScriptedUpstream upstream = ScriptedUpstream.start();
  final ScriptedUpstream spare = ScriptedUpstream.start();
  final MetricCapture metrics = new MetricCapture();
  final Probe probe;

  PipelineFixture(Pairing pairing) {
    this.pairing = pairing;
    this.client = pairing.client();
    this.provider = pairing.provider();
    this.probe = new Probe(client.events());
  }

  @AfterEach
  void stop() {
    upstream.close();
    spare.close();
  }

  /// However a test ended its exchanges: whichever filter was asked about one hears of its end,
  /// once.
  @AfterEach
  void completesOnce() {
    Awaitility.await().until(() -> probe.completed().containsAll(probe.begun()));
    assertThat(probe.completed()).doesNotHaveDuplicates();
  }

  /// Returns the settings of a provider of this pairing, without braces.
  String at(ScriptedUpstream where) {
    return "type: %s, base-url: \"%s/v1\", api-key: key-of-the-provider"
        .formatted(provider.type(), where.url());
  }

  GatewayPlugin[] plugins() {
    return new GatewayPlugin[] {new OpenAiPlugin(), new AnthropicPlugin(), probe, metrics};
  }

  TestGateway gateway(String filters) {
    return gateway(filters, "");
  }

  TestGateway gateway(String filters, String more) {
    return TestGateway.of(
            """
            providers:
              up: { %s, timeouts: { first-byte: 1s, between-events: 1s } }
              spare: { %s }
            models:
              m: { targets: [ { provider: up, model: m } ], fallback: [ { provider: spare, model: n } ] }
            filters:
            %s
            %s
            """
                .formatted(at(upstream), at(spare), filters.indent(2), more),
            plugins())
        .start();
  }

  /// What a client saw.
  record Seen(int status, String text, String id, boolean cut) {}

  Seen send(TestGateway gateway, boolean stream) throws IOException {
    return send(gateway, client.path(), stream);
  }

  Seen send(TestGateway gateway, String path, boolean stream) throws IOException {
    try (EventStream answer = gateway.client().stream(path, client.ask(stream))) {
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

  /// Sends a request on a connection that can be left at any time.
  Socket begin(TestGateway gateway, boolean stream) throws IOException {
    Socket socket = new Socket("127.0.0.1", gateway.url().getPort());
    byte[] body = client.ask(stream).getBytes(UTF_8);
    String head =
        "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(client.path(), body.length);
    socket.getOutputStream().write(head.getBytes(UTF_8));
    socket.getOutputStream().write(body);
    return socket;
  }

  void assertCompletedOnce(String id, Outcome outcome) {
    Awaitility.await().until(() -> !probe.completions(id).isEmpty());
    assertThat(probe.completions(id)).containsExactly(outcome);
  }

  /// Checks that the client got all of a good answer: the same bytes, where nobody translates.
  void assertGood(Seen seen, boolean stream) {
    assertThat(seen.status()).isEqualTo(200);
    if (pairing.sameBytes()) {
      assertThat(seen.text()).isEqualTo(new String(provider.good(stream).body(), UTF_8));
    } else {
      assertThat(seen.text()).contains(stream ? client.endMarker() : "yes");
    }
  }
}
