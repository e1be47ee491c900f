package dev.gatehouse.dist.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.filter.TextEdit;
import dev.gatehouse.sdk.filter.TextFilter;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.testkit.TestGateway;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A filter that holds all text back until it is at its end: what it lets go comes where the
/// client's protocol takes text, from a provider and from a replay.
@ParameterizedClass
@EnumSource(Pairing.class)
class HeldTextTest extends PipelineFixture {
  HeldTextTest(Pairing pairing) {
    super(pairing);
  }

  private record None() {}

  /// Says everything at once, and loudly.
  private static final class Shouting extends TextFilter {
    @Override
    protected TextEdit edit(Exchange exchange) {
      StringBuilder held = new StringBuilder();
      return new TextEdit() {
        @Override
        public String next(String piece) {
          held.append(piece);
          return "";
        }

        @Override
        public boolean holding() {
          return !held.isEmpty();
        }

        @Override
        public String end() {
          String all = held.toString().toUpperCase(Locale.ROOT);
          held.setLength(0);
          return all;
        }
      };
    }
  }

  private static final class Loud implements GatewayPlugin {
    @Override
    public void register(PluginRegistry registry) {
      registry.add(Filter.POINT, "shouting", None.class, (config, context) -> new Shouting());
    }
  }

  @Override
  GatewayPlugin[] plugins() {
    return Stream.concat(Stream.of(super.plugins()), Stream.of(new Loud()))
        .toArray(GatewayPlugin[]::new);
  }

  @ParameterizedTest
  @CsvSource({"replay", "nothing"})
  void comesBeforeTheEndOfTheTextItBelongsTo(String inner) throws Exception {
    upstream.next(provider.stream());
    try (TestGateway gateway =
        gateway(
            "- { shouting: {}, stage: admission }\n- { probe: { does: %s, where: request }, stage: cache }"
                .formatted(inner))) {
      Seen seen = send(gateway, true);

      assertThat(seen.status()).isEqualTo(200);
      assertThat(seen.cut()).isFalse();
      assertThat(seen.text())
          .containsSubsequence("WORD WORD ", client.textEnd(), client.endMarker())
          .containsOnlyOnce("WORD WORD ")
          .containsOnlyOnce(client.endMarker())
          .doesNotContain("word ");
      assertThat(seen.text().substring(seen.text().indexOf(client.textEnd())))
          .doesNotContain("WORD");
      assertCompletedOnce(seen.id(), Outcome.OK);
      assertThat(upstream.requests()).hasSize(inner.equals("replay") ? 0 : 1);
    }
  }

  @Test
  void editsAWholeAnswerAlike() throws Exception {
    upstream.next(provider.whole("yes"));
    try (TestGateway gateway = gateway("- shouting: {}")) {
      Seen seen = send(gateway, false);

      assertThat(seen.status()).isEqualTo(200);
      assertThat(seen.text()).contains("\"YES\"").doesNotContain("yes");
    }
  }
}
