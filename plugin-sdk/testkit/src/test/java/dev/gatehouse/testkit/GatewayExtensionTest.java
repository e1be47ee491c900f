package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@GatewayTest(plugins = Stamping.class, config = "stamping.yaml")
class GatewayExtensionTest {
  @Test
  void givesAGatewayWithItsClientAndUpstream(
      TestGateway gateway, GatewayClient client, ScriptedUpstream upstream, RecordCapture records)
      throws Exception {
    upstream.on("/x", Reply.json("{\"from\":\"upstream\"}"));

    Received answer = client.get("/x");

    assertThat(answer.text()).isEqualTo("{\"from\":\"upstream\"}");
    assertThat(answer.headers().value("x-loader")).isEqualTo("app");
    assertThat(upstream.requests()).hasSize(1);
    assertThat(records.await(answer.requestId()).response().status()).isEqualTo(200);
    assertThat(gateway.client()).isSameAs(client);
  }

  @Test
  void hasAnUpstreamThatHasNothingToSayYet(GatewayClient client, ScriptedUpstream upstream)
      throws Exception {
    assertThat(upstream.requests()).isEmpty();
    assertThat(client.get("/x").status()).isEqualTo(501);
  }

  @Test
  void letsTheTestSetTheClock(GatewayClient client, ScriptedUpstream upstream, TestClock clock)
      throws Exception {
    upstream.on("/x", Reply.json("{}"));
    clock.stopAt(Instant.parse("2030-01-01T00:00:00Z"));
    clock.advance(Duration.ofHours(1));

    assertThat(client.get("/x").headers().value("x-time")).isEqualTo("2030-01-01T01:00:00Z");
  }

  @Test
  @GatewayTest(plugins = Stamping.class, config = "stamping.yaml", isolated = true)
  void loadsThePluginFromAFileInIsolatedMode(GatewayClient client, ScriptedUpstream upstream)
      throws Exception {
    upstream.on("/x", Reply.json("{}"));

    assertThat(client.get("/x").headers().value("x-loader")).startsWith("plugin:stamping@");
  }

  /// The library is in the class path of this test, as it would be in that of any plugin's tests,
  /// and not in the plugin's file.
  @Test
  void tellsInIsolatedModeThatALibraryIsMissing() {
    try (TestGateway gateway =
        TestGateway.of("routes: []").file(PackedPlugin.of(LacksLibrary.class))) {
      assertThatThrownBy(gateway::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("refuses plugin lackslibrary")
          .hasMessageContaining(
              "org.awaitility.Durations is on the gateway's class path but not part");
    }
  }

  /// Needs a library that its file does not have.
  public static final class LacksLibrary implements GatewayPlugin {
    /// Made by the gateway.
    public LacksLibrary() {}

    @Override
    public void register(PluginRegistry registry) {
      registry
          .add(Filter.POINT, "lacking", Stamping.Config.class, (_, _) -> new Filter() {})
          .timeout(org.awaitility.Durations.ONE_SECOND);
    }
  }

  @Test
  @GatewayTest(
      plugins = Stamping.class,
      fresh = true,
      config =
          "routes: [ { id: own, match: { path: /y }, upstream: \"${UPSTREAM}\", filters: [ stamping ] } ]")
  void takesAConfigurationOfOneMethodInline(GatewayClient client, ScriptedUpstream upstream)
      throws Exception {
    upstream.on("/y", Reply.json("{}"));

    assertThat(client.get("/y").headers().value("x-calls")).isEqualTo("1");
    assertThat(client.get("/y").headers().value("x-calls")).isEqualTo("2");
  }
}
