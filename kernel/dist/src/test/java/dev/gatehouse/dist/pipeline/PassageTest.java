package dev.gatehouse.dist.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// In which order what passes, who sees it, and that it is read once and written only if edited.
@ParameterizedClass
@EnumSource(Pairing.class)
class PassageTest extends PipelineFixture {
  private static final String READERS =
      "- { probe: { name: outer, does: read }, stage: admission }\n- { probe: { name: inner, does: read }, stage: routing }";

  PassageTest(Pairing pairing) {
    super(pairing);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void callsTheHooksInOrderOfStagesAndBackOutwards(boolean stream) throws Exception {
    upstream.next(provider.good(stream));
    try (TestGateway gateway =
        gateway(
            "- { probe: { name: inner }, stage: routing }\n- { probe: { name: outer }, stage: admission }")) {
      Seen seen = send(gateway, stream);

      assertThat(seen.status()).isEqualTo(200);
      gateway.record(seen.id());
      assertThat(probe.calls())
          .containsSubsequence("outer request", "inner request")
          .containsSubsequence(
              stream ? "inner stream" : "inner response",
              stream ? "outer stream" : "outer response")
          .endsWith("outer complete");
      assertThat(probe.completions(seen.id())).containsExactly(Outcome.OK, Outcome.OK);
    }
  }

  @ParameterizedTest
  @CsvSource({"replay", "nothing"})
  void letsAFilterHoldEventsBackUntilTheEndOfWhateverStream(String inner) throws Exception {
    upstream.next(provider.stream());
    try (TestGateway gateway =
        gateway(
            "- { probe: { name: outer, does: hold }, stage: admission }\n- { probe: { name: inner, does: %s, where: request }, stage: cache }\n- { probe: { name: deep }, stage: routing }"
                .formatted(inner))) {
      Seen seen = send(gateway, true);

      if (inner.equals("replay")) {
        assertThat(seen.text()).isEqualTo(String.join("", client.events()));
      } else {
        assertGood(seen, true);
      }
      assertThat(probe.calls()).anyMatch(call -> call.matches("released [2-9]"));
      assertThat(probe.calls().contains("inner stream")).isEqualTo(inner.equals("nothing"));
      gateway.record(seen.id());
      // What is further in than the one that replays is not called at all.
      assertThat(probe.calls().stream().anyMatch(call -> call.startsWith("deep")))
          .isEqualTo(inner.equals("nothing"));
      assertThat(probe.completions(seen.id()))
          .hasSize(inner.equals("nothing") ? 3 : 2)
          .allMatch(Outcome.OK::equals);
    }
  }

  @Test
  void passesARefusalThroughTheFiltersFurtherOutOnly() throws Exception {
    try (TestGateway gateway =
        gateway(
            """
            - { probe: { name: outer }, stage: admission }
            - { probe: { name: refusing, does: reject, where: request }, stage: transform }
            - { probe: { name: inner }, stage: routing }\
            """)) {
      Seen seen = send(gateway, true);

      assertThat(seen.status()).isEqualTo(418);
      gateway.record(seen.id());
      assertThat(probe.calls())
          .contains("outer response", "outer complete", "refusing complete")
          .doesNotContain("inner request", "inner response", "inner complete");
      assertThat(probe.completions(seen.id())).containsExactly(Outcome.REJECTED, Outcome.REJECTED);
      assertThat(upstream.requests()).isEmpty();
    }
  }

  @Test
  void sendsAnEventAtOnceWhenOnlyHalfOfTheNextOneHasCome() throws Exception {
    upstream.next(provider.stream().split(7).stallAfter(provider.begun() + 20));
    try (TestGateway gateway =
            TestGateway.of(
                    """
                    providers: { up: { %s, timeouts: { between-events: 5m } } }
                    models: { m: { targets: [ { provider: up, model: m } ] } }
                    """
                        .formatted(at(upstream)),
                    plugins())
                .start();
        EventStream answer = gateway.client().stream(client.path(), client.ask(true))) {
      CompletableFuture<Boolean> word =
          CompletableFuture.supplyAsync(() -> {
            try {
              StreamEvent event = answer.next();
              while (event != null && !new String(event.raw(), UTF_8).contains("word ")) {
                event = answer.next();
              }
              return event != null;
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });

      assertThat(word).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(true);
    }
  }

  @Test
  void parsesEachEventOnceHoweverManyReadItAndSendsTheBytesThatNobodyEdited() throws Exception {
    upstream.next(provider.stream());
    try (TestGateway gateway = gateway(READERS)) {
      Seen seen = send(gateway, true);

      assertGood(seen, true);
      gateway.record(seen.id());
      List<Object> trees = List.copyOf(probe.trees());
      assertSame(trees.subList(0, 2));
      List<Object> ofEvents = trees.subList(2, trees.size());
      assertThat(ofEvents).hasSizeGreaterThanOrEqualTo(2 * 2 * 2);
      for (int i = 0; i + 3 < ofEvents.size(); i += 4) {
        // the tree and the steps, for the inner filter and for the outer one
        assertThat(ofEvents.get(i + 2)).isSameAs(ofEvents.get(i));
        assertThat(ofEvents.get(i + 3)).isSameAs(ofEvents.get(i + 1));
      }
    }
  }

  @Test
  void parsesBodiesOnceHoweverManyReadThemAndSendsTheBytesThatNobodyEdited() throws Exception {
    upstream.next(provider.whole("yes"));
    try (TestGateway gateway = gateway(READERS)) {
      Seen seen = send(gateway, false);

      assertGood(seen, false);
      gateway.record(seen.id());
      List<Object> trees = List.copyOf(probe.trees());
      assertThat(trees).hasSize(4);
      assertSame(trees.subList(0, 2));
      assertSame(trees.subList(2, 4));
      if (pairing.sameBytes()) {
        assertThat(new String(upstream.take().body(), UTF_8)).isEqualTo(client.ask(false));
      }
    }
  }

  private static void assertSame(List<Object> trees) {
    assertThat(trees.get(1)).isSameAs(trees.get(0));
  }

  @Test
  void keepsTheErrorThatEndsAStreamFromTheFiltersFurtherOut() throws Exception {
    upstream.next(provider.stream());
    try (TestGateway gateway =
        gateway(
            """
            - { probe: { name: outer, does: read }, stage: admission }
            - { probe: { name: middle, does: read }, stage: guard }
            - { probe: { name: inner, does: throw, where: event }, stage: routing }\
            """)) {
      Seen seen = send(gateway, true);

      client.assertEnds(seen.text(), "plugin_error");
      gateway.record(seen.id());
      assertThat(probe.calls())
          .contains("outer stream", "middle stream", "inner event")
          .doesNotContain("outer event", "middle event", "outer end", "middle end");
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void asksTheNextTargetWithAFreshCopyOfWhatTheFiltersMade(boolean stream) throws Exception {
    upstream.next(Reply.json("{}").status(500));
    spare.next(provider.good(stream));
    // The second target has the name that the client gave, so it has nothing to write itself.
    try (TestGateway gateway =
        TestGateway.of(
                """
                providers: { up: { %s }, spare: { %s } }
                models:
                  m: { targets: [ { provider: up, model: first } ], fallback: [ { provider: spare, model: m } ] }
                filters: [ { probe: { does: edit, where: request } } ]
                """
                    .formatted(at(upstream), at(spare)),
                plugins())
            .start()) {
      Seen seen = send(gateway, stream);

      assertThat(seen.status()).isEqualTo(200);
      ObjectNode first = (ObjectNode) Json.parse(upstream.take().body());
      ObjectNode second = (ObjectNode) Json.parse(spare.take().body());
      assertThat(first.remove("model").stringValue()).isEqualTo("first");
      assertThat(second.remove("model").stringValue()).isEqualTo("m");
      assertThat(second).isEqualTo(first);
      assertThat(first.path("temperature").doubleValue()).isEqualTo(0.5);
      assertThat(probe.calls()).filteredOn("probe request"::equals).hasSize(1);
      gateway.record(seen.id());
      assertThat(probe.trees())
          .singleElement()
          .as("what filters see is not what an attempt made of it")
          .isEqualTo(edited(stream));
    }
  }

  /// Returns what the probe makes of the client's request.
  private JsonNode edited(boolean stream) {
    return ((ObjectNode) Json.parse(client.ask(stream).getBytes(UTF_8))).put("temperature", 0.5);
  }
}
