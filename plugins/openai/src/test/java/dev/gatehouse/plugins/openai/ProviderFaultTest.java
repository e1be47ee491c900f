package dev.gatehouse.plugins.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.DeltaSource;
import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.provider.LocalProvider;
import dev.gatehouse.sdk.provider.Provider;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A provider whose own code fails is one target that failed, as long as another can be asked.
class ProviderFaultTest {
  private static final String EVENT =
      "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"}}]}";
  private final ScriptedUpstream upstream = ScriptedUpstream.start();

  /// Where a provider of this kind fails, and how.
  record Config(
      @Option(description = "Where.") String where,
      @Option(description = "Whether with an error.", defaultValue = "false") boolean error) {}

  private static final class Faulty implements GatewayPlugin {
    @Override
    public void register(PluginRegistry registry) {
      registry.add(
          Provider.POINT, "faulty", Config.class, (config, context) -> new FaultyProvider(config));
    }
  }

  private record FaultyProvider(Config config) implements LocalProvider {
    private void fail() {
      if (config.error()) {
        throw new NoClassDefFoundError("canary of the plugin");
      }
      throw new IllegalStateException("canary of the plugin");
    }

    @Override
    public String system() {
      return "faulty";
    }

    @Override
    public String protocol() {
      return "none";
    }

    @Override
    public boolean supports(Operation operation) {
      return true;
    }

    @Override
    public AiAnswer answer(Exchange exchange, AiRequest request, Target target) {
      if (config.where().equals("answer")) {
        fail();
      }
      return new AiAnswer.Streamed(
          new DeltaSource() {
            private int told;

            @Override
            public @Nullable AiDelta next() {
              told++;
              if (told > (config.where().equals("first") ? 0 : 2)) {
                fail();
              }
              return AiDelta.text(0, "word ");
            }

            @Override
            public void close() {
              told = 0;
            }
          });
    }
  }

  @AfterEach
  void stop() {
    upstream.close();
  }

  private TestGateway gateway(String where, boolean error, String fallback) {
    return TestGateway.of(
            """
            providers:
              faulty: { type: faulty, where: %s, error: %s }
              spare: { type: openai, base-url: "%s/v1" }
            models:
              m: { targets: [ { provider: faulty, model: f } ], fallback: [ %s ] }
            """
                .formatted(where, error, upstream.url(), fallback),
            new OpenAiPlugin(),
            new Faulty())
        .start();
  }

  private static String ask(boolean stream) {
    return "{\"model\":\"m\",\"stream\":"
        + stream
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  }

  @ParameterizedTest
  @CsvSource({
    "answer, false, false",
    "answer, true,  false",
    "answer, false, true",
    "first,  false, true",
    "first,  true,  true"
  })
  void asksTheNextTarget(String where, boolean error, boolean stream) throws Exception {
    upstream.next(stream ? Reply.sse(EVENT, "[DONE]") : Reply.json("{\"choices\":[]}"));
    try (TestGateway gateway = gateway(where, error, "{ provider: spare, model: s }");
        EventStream answer = gateway.client().stream("/v1/chat/completions", ask(stream))) {
      answer.rest();

      assertThat(answer.status()).isEqualTo(200);
      ExchangeRecord record = gateway.record(answer.requestId());
      assertThat(record.outcome()).isEqualTo(Outcome.OK);
      assertThat(record.decision().attempts()).hasSize(2);
      assertThat(record.decision().attempts().getFirst().problem().code())
          .isEqualTo("plugin_error");
      assertThat(record.decision().provider()).isEqualTo("spare");
    }
  }

  @ParameterizedTest
  @CsvSource({"answer, false", "answer, true", "first, true"})
  void tellsWhenThereIsNoOther(String where, boolean stream) throws Exception {
    try (TestGateway gateway = gateway(where, false, "");
        EventStream answer = gateway.client().stream("/v1/chat/completions", ask(stream))) {
      answer.rest();

      assertThat(answer.status()).isEqualTo(500);
      assertThat(new String(answer.received(), UTF_8))
          .contains("plugin_error")
          .doesNotContain("canary");
      assertThat(gateway.record(answer.requestId()).outcome()).isEqualTo(Outcome.PLUGIN_ERROR);
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void cutsAStreamThatHasBegunWithTheProtocolsError(boolean error) throws Exception {
    try (TestGateway gateway = gateway("later", error, "{ provider: spare, model: s }");
        EventStream answer = gateway.client().stream("/v1/chat/completions", ask(true))) {
      boolean cut = false;
      try {
        answer.rest();
      } catch (IOException e) {
        cut = true;
      }

      assertThat(answer.status()).isEqualTo(200);
      assertThat(cut).isTrue();
      assertThat(new String(answer.received(), UTF_8))
          .contains("word ", "plugin_error")
          .doesNotContain("canary", "[DONE]");
      ExchangeRecord record = gateway.record(answer.requestId());
      assertThat(record.outcome()).isEqualTo(Outcome.PLUGIN_ERROR);
      assertThat(upstream.requests()).isEmpty();
    }
  }
}
