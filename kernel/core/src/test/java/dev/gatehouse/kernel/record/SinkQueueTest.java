package dev.gatehouse.kernel.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.kernel.plugin.Installed;
import dev.gatehouse.kernel.plugin.policy.CallGate;
import dev.gatehouse.kernel.plugin.policy.TripBreaker;
import dev.gatehouse.sdk.ErrorMode;
import dev.gatehouse.sdk.Stage;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.log.CapturedBody;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.log.RequestLogSink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SinkQueueTest {
  private final CopyOnWriteArrayList<String> written = new CopyOnWriteArrayList<>();

  @Test
  void carriesAllRecordsInTheirOrder() {
    SinkQueue queue = new SinkQueue(sink(record -> true), 1 << 20);
    List<String> ids = IntStream.range(0, 400).mapToObj(n -> "r" + n).toList();

    ids.forEach(id -> queue.offer(record(id)));

    await().untilAsserted(() -> assertThat(written).containsExactlyElementsOf(ids));
    queue.close(Duration.ofSeconds(10));
    assertThat(queue.bytes()).isZero();
    assertThat(queue.dropped()).isZero();
  }

  @Test
  void whatASinkDoesNotWantIsNeitherQueuedNorCountedAsDropped() {
    SinkQueue queue = new SinkQueue(sink(record -> record.id().equals("wanted")), 1 << 20);

    queue.offer(record("other"));
    queue.offer(record("wanted"));
    queue.close(Duration.ofSeconds(10));

    assertThat(written).containsExactly("wanted");
    assertThat(queue.dropped()).isZero();
  }

  @Test
  void aSinkThatCannotSayWhatItWantsDisturbsNobody() {
    SinkQueue queue =
        new SinkQueue(
            sink(record -> {
              throw new IllegalStateException("broken");
            }),
            1 << 20);

    queue.offer(record("one"));
    queue.close(Duration.ofSeconds(10));

    assertThat(written).isEmpty();
    assertThat(queue.failed()).isEqualTo(1);
  }

  @Test
  void whatDoesNotFitIsDroppedAndCounted() {
    SinkQueue queue = new SinkQueue(sink(record -> true), 1);

    queue.offer(record("one"));
    queue.close(Duration.ofSeconds(10));

    assertThat(written).isEmpty();
    assertThat(queue.dropped()).isEqualTo(1);
  }

  @Test
  void closingWritesWhatWaits() {
    SinkQueue queue = new SinkQueue(sink(record -> true), 1 << 20);

    queue.offer(record("one"));
    queue.offer(record("two"));
    queue.close(Duration.ofSeconds(10));

    assertThat(written).containsExactly("one", "two");
  }

  private Installed<RequestLogSink> sink(Predicate<ExchangeRecord> wanted) {
    RequestLogSink sink =
        new RequestLogSink() {
          @Override
          public boolean wants(ExchangeRecord record) {
            return wanted.test(record);
          }

          @Override
          public void write(List<ExchangeRecord> batch) {
            batch.forEach(record -> written.add(record.id()));
          }
        };
    return new Installed<>(
        "test",
        "test",
        "test",
        "1",
        sink,
        Stage.TRANSFORM,
        ErrorMode.OPEN,
        Duration.ofSeconds(1),
        0,
        false,
        new CallGate(
            new TripBreaker.Settings(
                20, Duration.ofSeconds(10), 0.5, Duration.ofSeconds(1), Duration.ofMinutes(1)),
            Clock.systemUTC()));
  }

  private static ExchangeRecord record(String id) {
    CapturedBody nothing = CapturedBody.EMPTY;
    return new ExchangeRecord(
        id,
        Instant.EPOCH,
        new ExchangeRecord.Caller(null, null, null, "127.0.0.1", null),
        new ExchangeRecord.RecordedRequest(null, null, "GET", "/", null, false, null, nothing),
        new ExchangeRecord.RecordedResponse(200, false, null, null, null, null, nothing, 0),
        new ExchangeRecord.Timing(1, 1, 1),
        Outcome.OK,
        null,
        new ExchangeRecord.RecordedDecision(
            "models", null, null, List.of(), "hash", 0.5, List.of(), null),
        null,
        null,
        List.of(),
        Map.of(),
        null,
        List.of());
  }
}
