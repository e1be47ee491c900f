package dev.gatehouse.dist.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.testkit.ReceivedRequest;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.TestGateway;
import java.net.Socket;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// However an exchange ends: everybody hears of it once, and nothing of it stays.
@ParameterizedClass
@EnumSource(Pairing.class)
class EndingTest extends PipelineFixture {
  EndingTest(Pairing pairing) {
    super(pairing);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void completesOnceWhenTheClientLeaves(boolean stream) throws Exception {
    upstream.next(
        stream
            ? provider.stream().stallAfter(provider.begun())
            : provider.whole("yes").delay(Duration.ofSeconds(30)));
    spare.next(provider.good(stream));
    try (TestGateway gateway = gateway("- probe: {}")) {
      ReceivedRequest asked;
      try (Socket _ = begin(gateway, stream)) {
        asked = upstream.take();
      }
      assertThat(asked.awaitAbort(Duration.ofSeconds(1)))
          .as("the upstream is let go within a second")
          .isTrue();

      ExchangeRecord record = gateway.records().awaitCount(1).getFirst();
      assertThat(record.outcome()).isEqualTo(Outcome.CLIENT_CANCELLED);
      assertCompletedOnce(record.id(), Outcome.CLIENT_CANCELLED);
      assertThat(spare.requests()).isEmpty();
    }
  }

  @Test
  void completesOnceWhenTheUpstreamCuts() throws Exception {
    upstream.next(provider.stream().cutAfter(provider.begun() + 20));
    try (TestGateway gateway = gateway("- probe: {}")) {
      Seen seen = send(gateway, true);

      assertThat(seen.cut()).isTrue();
      assertThat(seen.text()).contains("word ").doesNotContain(client.endMarker());
      client.assertEnds(seen.text(), "upstream_cut");
      assertCompletedOnce(seen.id(), Outcome.TRUNCATED);
      assertThat(probe.calls()).doesNotContain("probe end");
    }
  }

  @Test
  void completesOnceWhenTheUpstreamCutsALargeAnswer() throws Exception {
    upstream.next(provider.whole("x".repeat(3_000_000)).cutAfter(2_000_000));
    spare.next(provider.whole("yes"));
    try (TestGateway gateway = gateway("- probe: {}")) {
      Seen seen = send(gateway, false);

      // What has to be translated is read to its end first, so another target can be asked.
      boolean passed = pairing.sameBytes();
      assertThat(seen.status()).isEqualTo(200);
      assertThat(seen.cut()).isEqualTo(passed);
      assertCompletedOnce(seen.id(), passed ? Outcome.TRUNCATED : Outcome.OK);
      assertThat(gateway.record(seen.id()).outcome())
          .isEqualTo(passed ? Outcome.TRUNCATED : Outcome.OK);
      assertThat(spare.requests()).hasSize(passed ? 0 : 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void callsHooksOnceWhenATargetIsReplaced(boolean stream) throws Exception {
    upstream.next(Reply.json("{}").status(500));
    spare.next(provider.good(stream));
    try (TestGateway gateway = gateway("- probe: {}")) {
      Seen seen = send(gateway, stream);

      assertGood(seen, stream);
      assertCompletedOnce(seen.id(), Outcome.OK);
      assertThat(probe.calls().stream().filter("probe request"::equals)).hasSize(1);
      assertThat(
              probe.calls().stream().filter((stream ? "probe stream" : "probe response")::equals))
          .hasSize(1);
      ExchangeRecord record = gateway.record(seen.id());
      assertThat(record.outcome()).isEqualTo(Outcome.OK);
      assertThat(record.decision().attempts()).hasSize(2);
      assertThat(record.decision().provider()).isEqualTo("spare");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a whole answer, nowhere",
    "a large answer, nowhere",
    "a stream, nowhere",
    "a stream that a filter refuses, stream"
  })
  void givesTheConnectionBackAfter(String what, String where) throws Exception {
    boolean stream = what.contains("stream");
    Reply reply =
        what.contains("large") ? provider.whole("x".repeat(9_000_000)) : provider.good(stream);
    upstream.on(provider.path(), reply);
    try (TestGateway gateway =
        TestGateway.of(
                """
                providers:
                  up: { %s, max-connections: 1 }
                models:
                  m: { targets: [ { provider: up, model: m } ] }
                filters: [ { probe: { does: throw, where: %s } } ]
                """
                    .formatted(at(upstream), where),
                plugins())
            .start()) {
      for (int i = 0; i < 3; i++) {
        Seen seen = send(gateway, stream);
        assertThat(seen.status()).isEqualTo(where.equals("stream") ? 500 : 200);
        assertThat(gateway.record(seen.id()).decision().attempts()).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 502", "true, 502"})
  void answersForTargetsThatAllCutBeforeTheFirstContent(boolean stream, int status)
      throws Exception {
    upstream.next(provider.good(stream).cutAfter(5), provider.good(stream).cutAfter(5));
    spare.next(provider.good(stream).cutAfter(5), provider.good(stream).cutAfter(5));
    try (TestGateway gateway = gateway("- probe: {}")) {
      Seen seen = send(gateway, stream);

      assertThat(seen.status()).isEqualTo(status);
      assertThat(seen.cut()).isFalse();
      client.assertProblem(seen.text(), "upstream_cut");
      assertCompletedOnce(seen.id(), Outcome.UPSTREAM_ERROR);
      ExchangeRecord record = gateway.record(seen.id());
      assertThat(record.outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
      assertThat(record.decision().attempts()).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void completesOnceWhenTheClientLeavesWhileAHookIsBusy(boolean stream) throws Exception {
    try (TestGateway gateway =
        gateway("- { probe: { does: hang, where: request }, timeout: 30s, on-error: open }")) {
      try (Socket _ = begin(gateway, stream)) {
        Awaitility.await().until(() -> probe.calls().contains("probe request"));
      }

      ExchangeRecord record = gateway.records().awaitCount(1).getFirst();
      assertThat(record.outcome()).isEqualTo(Outcome.CLIENT_CANCELLED);
      assertCompletedOnce(record.id(), Outcome.CLIENT_CANCELLED);
      assertThat(record.failedOpen()).isEmpty();
      assertThat(upstream.requests()).isEmpty();
    }
  }
}
