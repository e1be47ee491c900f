package dev.gatehouse.plugins.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.auth.AuthResult;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.exchange.Consumer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.testkit.MetricCapture;
import dev.gatehouse.testkit.Received;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Several authenticators on one route: each with its own limits, error mode and counts.
class AuthenticatorsTest {
  private static final String ASK =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final MetricCapture metrics = new MetricCapture();

  /// What one does.
  record Config(@Option(description = "knows, misses, refuses, throws or hangs.") String does) {}

  private final class Doors implements GatewayPlugin {
    @Override
    public void register(PluginRegistry registry) {
      for (String name : new String[] {"first", "second"}) {
        registry.add(
            Authenticator.POINT,
            name,
            Config.class,
            (config, context) -> new Door(name, config.does(), asked));
      }
    }
  }

  private record Door(String name, String does, Queue<String> asked) implements Authenticator {
    @Override
    public AuthResult authenticate(Exchange exchange) throws Exception {
      asked.add(name);
      return switch (does) {
        case "knows" -> AuthResult.authenticated(new Consumer(name, Set.of(), Map.of()));
        case "refuses" -> AuthResult.failed(Problem.of(401, "bad_" + name, "No."));
        case "throws" -> throw new IllegalStateException("no luck");
        case "hangs" -> {
          new CountDownLatch(1).await();
          yield AuthResult.noCredential();
        }
        default -> AuthResult.noCredential();
      };
    }

    @Override
    public String challenge() {
      return name;
    }
  }

  @AfterEach
  void stop() {
    upstream.close();
  }

  private TestGateway gateway(String filters) {
    return TestGateway.of(
            """
            providers: { up: { type: openai, base-url: "%s/v1" } }
            models: { m: { targets: [ { provider: up, model: m } ] } }
            filters: [ %s ]
            """
                .formatted(upstream.url(), filters),
            new OpenAiPlugin(),
            new Doors(),
            metrics)
        .start();
  }

  private Received ask(TestGateway gateway) throws Exception {
    upstream.next(Reply.json("{\"choices\":[]}"));
    return gateway.client().post("/v1/chat/completions", ASK);
  }

  @ParameterizedTest(name = "{0} {1}, {2} {3}")
  @CsvSource({
    // the first, the second, status, consumer or code, who was asked
    "knows,   closed, refuses, closed, 200, first,          first",
    "misses,  closed, knows,   closed, 200, second,         first second",
    "misses,  closed, misses,  closed, 401, unauthorized,   first second",
    "misses,  closed, refuses, closed, 401, bad_second,     first second",
    "refuses, closed, knows,   closed, 401, bad_first,      first",
    "throws,  closed, knows,   closed, 500, plugin_error,   first",
    "throws,  open,   knows,   closed, 200, second,         first second",
    "throws,  open,   refuses, closed, 401, bad_second,     first second",
    "misses,  open,   throws,  closed, 500, plugin_error,   first second",
    "hangs,   open,   knows,   closed, 200, second,         first second",
    "misses,  closed, hangs,   closed, 503, plugin_timeout, first second",
    "throws,  open,   misses,  closed, 200, '',             first second"
  })
  void asksThemInTurnEachByItsOwnRules(
      String first,
      String firstMode,
      String second,
      String secondMode,
      int status,
      String result,
      String order)
      throws Exception {
    try (TestGateway gateway =
        gateway(
            "{ first: { does: %s }, on-error: %s, timeout: 200ms }, { second: { does: %s }, on-error: %s, timeout: 100ms }"
                .formatted(first, firstMode, second, secondMode))) {
      Received answer = ask(gateway);

      assertThat(answer.status()).isEqualTo(status);
      ExchangeRecord record = gateway.record(answer.requestId());
      assertThat(asked).containsExactly(order.split(" "));
      if (status == 200) {
        assertThat(record.caller().consumer()).isEqualTo(result.isEmpty() ? null : result);
      } else {
        assertThat(answer.text()).contains(result);
        assertThat(upstream.requests()).isEmpty();
      }
      if (firstMode.equals("open") && !first.equals("misses")) {
        assertThat(record.failedOpen()).containsExactly("first");
      }
    }
  }

  @Test
  void tellsTheChallengesOfAll() throws Exception {
    try (TestGateway gateway =
        gateway("{ first: { does: misses } }, { second: { does: misses } }")) {
      Received answer = ask(gateway);

      assertThat(answer.headers().value("www-authenticate")).isEqualTo("first, second");
    }
  }

  @Test
  void countsEachByItself() throws Exception {
    try (TestGateway gateway =
        gateway("{ first: { does: misses } }, { second: { does: knows } }")) {
      gateway.record(ask(gateway).requestId());

      for (String name : new String[] {"first", "second"}) {
        assertThat(
                metrics.value(
                    "gateway.plugin.calls",
                    "gatehouse.instance",
                    name,
                    "gatehouse.outcome",
                    "next"))
            .isEqualTo(1);
      }
    }
  }
}
