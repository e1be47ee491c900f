package dev.gatehouse.dist.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.protocol.ClientProtocol;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.TestGateway;
import java.lang.reflect.Proxy;
import java.net.Socket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Limits, counts and breakers of extensions, which are the same in every protocol.
class PolicyTest extends PipelineFixture {
  PolicyTest() {
    super(Pairing.OPENAI);
  }

  @Test
  void countsTheTagsThatAreTooMany() throws Exception {
    upstream.next(provider.whole("yes"));
    try (TestGateway gateway = gateway("- probe: { does: tag, where: request }")) {
      ExchangeRecord record = gateway.record(send(gateway, false).id());

      assertThat(record.tags()).hasSize(32).containsEntry("tag-0", "replaced");
      assertThat(record.tags().get("tag-1")).hasSize(256);
      assertThat(metrics.value("gatehouse.tags.dropped")).isEqualTo(8);
    }
  }

  @Test
  void measuresEachCallOfAHook() throws Exception {
    upstream.next(provider.stream());
    try (TestGateway gateway =
        gateway("- { probe: { does: throw, where: event }, on-error: open, stage: cache }")) {
      gateway.record(send(gateway, true).id());

      // request, stream, the one event after which the transform is off, and complete
      Awaitility.await()
          .untilAsserted(() ->
              assertThat(
                      metrics.value(
                          "gateway.plugin.duration",
                          "gatehouse.plugin",
                          "probe",
                          "gatehouse.instance",
                          "probe"))
                  .isEqualTo(4));
      assertThat(calls("next")).isEqualTo(3);
      assertThat(calls("failed_open")).isEqualTo(1);
      assertThat(calls("timeout")).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"closed, 503, plugin_tripped", "open, 200, "})
  void leavesAFilterAloneThatFailsAllTheTime(String mode, int status, String code)
      throws Exception {
    for (int i = 0; i < 5; i++) {
      upstream.next(provider.whole("yes"));
    }
    try (TestGateway gateway =
        gateway(
            "- { probe: { does: throw, where: request }, on-error: " + mode + " }",
            "plugins: { trip: { faults: 3, back-off: 1h, longest-back-off: 1h } }")) {
      for (int i = 0; i < 3; i++) {
        assertThat(send(gateway, false).status()).isEqualTo(mode.equals("open") ? 200 : 500);
      }
      Seen seen = send(gateway, false);

      assertThat(seen.status()).isEqualTo(status);
      if (code != null) {
        assertThat(seen.text()).contains(code);
      }
      gateway.record(seen.id());
      assertThat(probe.calls()).filteredOn(call -> call.equals("probe request")).hasSize(3);
      assertThat(probe.completions(seen.id())).as("nothing of it is called").isEmpty();
      assertThat(calls("tripped")).isEqualTo(1);
      assertThat(metrics.value("gateway.plugin.state", "gatehouse.instance", "probe")).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"closed, 503, plugin_busy", "open, 200, "})
  void callsNoMoreAtATimeThanAllowed(String mode, int status, String code) throws Exception {
    upstream.next(provider.whole("yes"));
    upstream.next(provider.whole("yes"));
    try (TestGateway gateway =
        gateway(
            "- { probe: { does: hang, where: request }, timeout: 30s, concurrency: 1, on-error: "
                + mode
                + " }")) {
      try (Socket _ = begin(gateway, false)) {
        Awaitility.await()
            .until(
                () -> metrics.value("gateway.plugin.inflight", "gatehouse.instance", "probe") == 1);

        Seen seen = send(gateway, false);

        assertThat(seen.status()).isEqualTo(status);
        if (code != null) {
          assertThat(seen.text()).contains(code);
        }
        gateway.record(seen.id());
        assertThat(calls("busy")).isEqualTo(1);
      }
      Awaitility.await()
          .until(
              () -> metrics.value("gateway.plugin.inflight", "gatehouse.instance", "probe") == 0);
      assertThat(calls("cancelled")).isEqualTo(1);
    }
  }

  @Test
  void letsATrippedFilterTryAgainAndForgives() throws Exception {
    for (int i = 0; i < 4; i++) {
      upstream.next(provider.whole("yes"));
    }
    try (TestGateway gateway =
        gateway(
            "- { probe: { does: throw, where: request, times: 2 } }",
            "plugins: { trip: { faults: 2, back-off: 100ms } }")) {
      assertThat(send(gateway, false).status()).isEqualTo(500);
      assertThat(send(gateway, false).status()).isEqualTo(500);

      Awaitility.await()
          .untilAsserted(() -> assertThat(send(gateway, false).status()).isEqualTo(200));
      assertThat(send(gateway, false).status()).isEqualTo(200);
      assertThat(metrics.value("gateway.plugin.state", "gatehouse.instance", "probe")).isEqualTo(1);
    }
  }

  @Test
  void takesTheWordOfAHookThatCameLateAndCountsThatItDid() throws Exception {
    upstream.next(provider.whole("yes"));
    try (TestGateway gateway =
        gateway("- { probe: { does: linger, where: request }, timeout: 100ms }")) {
      Seen seen = send(gateway, false);

      assertThat(seen.status()).isEqualTo(200);
      assertCompletedOnce(seen.id(), Outcome.OK);
      gateway.record(seen.id());
      assertThat(calls("timeout")).isEqualTo(1);
    }
  }

  private long calls(String outcome) {
    return metrics.value(
        "gateway.plugin.calls", "gatehouse.plugin", "probe", "gatehouse.outcome", outcome);
  }

  @ParameterizedTest
  @CsvSource({"3", "9000000"})
  void givesTheConnectionBackAfterAnAnswerOfAPlainRoute(int size) throws Exception {
    upstream.on("/x", Reply.json("{\"text\":\"" + "x".repeat(size) + "\"}"));
    try (TestGateway gateway =
        TestGateway.of(
                """
                routes:
                  - { id: plain, match: { path: /plain/** }, strip-prefix: /plain, upstream: "%s", max-connections: 1 }
                """
                    .formatted(upstream.url()),
                plugins())
            .start()) {
      for (int i = 0; i < 3; i++) {
        Seen seen = send(gateway, "/plain/x", false);
        assertThat(seen.status()).isEqualTo(200);
        gateway.record(seen.id());
      }
    }
  }

  @Test
  void tellsARouterOfEachAttempt() throws Exception {
    upstream.next(Reply.json("{}").status(500));
    spare.next(provider.whole("yes"));
    try (TestGateway gateway =
        TestGateway.of(
                """
                providers: { up: { %s }, spare: { %s } }
                models:
                  m:
                    router: backwards
                    targets: [ { provider: spare, model: m }, { provider: up, model: m } ]
                """
                    .formatted(at(upstream), at(spare)),
                plugins())
            .start()) {
      Seen seen = send(gateway, false);

      assertThat(seen.status()).isEqualTo(200);
      gateway.record(seen.id());
      assertThat(probe.calls()).containsExactly("attempt 1 up 500", "attempt 2 spare 200");
    }
  }

  /// Nothing to set.
  private record None() {}

  @Test
  void answersAndRecordsWhenAClientProtocolFails() throws Exception {
    ClientProtocol broken =
        (ClientProtocol)
            Proxy.newProxyInstance(
                ClientProtocol.class.getClassLoader(),
                new Class<?>[] {ClientProtocol.class},
                (self, method, arguments) -> {
                  if (method.getName().equals("matches")) {
                    throw new IllegalStateException("canary of the plugin");
                  }
                  return method.getName().equals("id") ? "broken" : null;
                });
    try (TestGateway gateway =
        TestGateway.of(
                "providers: { up: { %s } }".formatted(at(upstream)),
                new OpenAiPlugin(),
                (GatewayPlugin)
                    registry ->
                        registry
                            .add(
                                ClientProtocol.POINT,
                                "broken",
                                None.class,
                                (config, context) -> broken)
                            .section())
            .start()) {
      Seen seen = send(gateway, false);

      assertThat(seen.status()).isEqualTo(500);
      assertThat(seen.text()).contains("plugin_error").doesNotContain("canary");
      assertThat(gateway.record(seen.id()).outcome()).isEqualTo(Outcome.PLUGIN_ERROR);
    }
  }
}
