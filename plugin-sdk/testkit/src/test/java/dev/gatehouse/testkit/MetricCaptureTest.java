package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sdk.Stage;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class MetricCaptureTest {
  @Test
  void seesWhatPluginsAndTheKernelCountFromTheFirstExchangeOn() throws Exception {
    MetricCapture metrics = new MetricCapture();
    try (ScriptedUpstream upstream = ScriptedUpstream.start();
        TestGateway gateway =
            TestGateway.of(
                    """
                    routes:
                      - { id: plain, match: { path: /x }, upstream: "%s", filters: [ { counting: {} } ] }
                    """
                        .formatted(upstream.url()),
                    new Counting(),
                    metrics)
                .start()) {
      upstream.on("/x", Reply.json("{}"));
      gateway.record(gateway.client().get("/x").requestId());
      gateway.record(gateway.client().get("/x").requestId());

      assertThat(metrics.value("seen")).isEqualTo(2);
      assertThat(metrics.value("seen", "method", "GET")).isEqualTo(2);
      assertThat(metrics.value("seen", "method", "POST")).isZero();
      assertThat(metrics.value("unheard")).isZero();
      assertThat(
              metrics.value(
                  "gateway.plugin.calls",
                  "gatehouse.plugin",
                  "counting",
                  "gatehouse.outcome",
                  "next"))
          .isEqualTo(2);
      Awaitility.await()
          .untilAsserted(() ->
              assertThat(
                      metrics.value(
                          "gateway.plugin.duration",
                          "gatehouse.plugin",
                          "counting",
                          "gatehouse.hook",
                          "request"))
                  .isEqualTo(2));
      assertThat(metrics.value("gatehouse.config.generation")).isEqualTo(1);
      assertThatThrownBy(() -> metrics.value("share"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("share is a DOUBLE_GAUGE");
    }
  }

  /// Counts requests by instruments that it makes when it is made.
  private static final class Counting implements GatewayPlugin {
    public record Config() {}

    @Override
    public void register(PluginRegistry registry) {
      registry
          .add(Filter.POINT, "counting", Config.class, (config, context) -> new Seen(context))
          .stage(Stage.ADMISSION);
    }
  }

  private static final class Seen implements Filter {
    private final LongCounter seen;

    Seen(ExtensionContext context) {
      seen = context.meter().counterBuilder("seen").build();
      context.meter().gaugeBuilder("share").build().set(0.5);
    }

    @Override
    public Decision onRequest(Exchange exchange) {
      seen.add(1, Attributes.of(AttributeKey.stringKey("method"), exchange.head().method()));
      return Decision.next();
    }
  }
}
