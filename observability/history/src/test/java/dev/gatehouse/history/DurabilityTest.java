package dev.gatehouse.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.log.ExchangeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stays and what goes: restarts, reloads, retention.
class DurabilityTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path folder;
  private final TestClock clock = new TestClock(NOON);

  @Test
  void findsRecordsAgainAfterARestart() throws Exception {
    try (OpenHistory history = new OpenHistory(folder, clock)) {
      history.write(records(0, 50));
      history.search("");
    }
    try (OpenHistory history = new OpenHistory(folder, clock)) {
      history.write(records(50, 60));
      history.await(60);

      assertThat(history.ids("", "limit", "100")).hasSize(60).doesNotHaveDuplicates();
    }
  }

  @Test
  void indexesAfterARestartWhatWasOnlyJournaledBefore() throws Exception {
    try (OpenHistory history = new OpenHistory(folder, clock)) {
      history.write(records(0, 20));
    }
    try (OpenHistory history = new OpenHistory(folder, clock)) {
      history.await(20);

      assertThat(history.ids("")).hasSize(20).doesNotHaveDuplicates();
    }
  }

  @Test
  void aLostCheckpointAndALostIndexAreMadeUpFromTheJournal() throws Exception {
    try (OpenHistory history = new OpenHistory(folder, clock)) {
      history.write(records(0, 20));
      history.search("");
    }
    Files.delete(folder.resolve("checkpoint"));
    try (OpenHistory history = new OpenHistory(folder, clock)) {
      history.write(records(20, 21));
      history.await(21);
      assertThat(history.ids("")).hasSize(21).doesNotHaveDuplicates();
    }
    Files.delete(folder.resolve("checkpoint"));
    deleteAll(folder.resolve("slices"));
    try (OpenHistory history = new OpenHistory(folder, clock)) {
      history.await(21);
      assertThat(history.ids("")).hasSize(21).doesNotHaveDuplicates();
    }
  }

  @Test
  void aTornJournalLosesOnlyWhatWasTorn() throws Exception {
    try (OpenHistory history = new OpenHistory(folder, clock)) {
      history.write(records(0, 20));
    }
    try (Stream<Path> files = Files.list(folder.resolve("journal"))) {
      Files.write(files.findFirst().orElseThrow(), new byte[77], StandardOpenOption.APPEND);
    }
    try (OpenHistory history = new OpenHistory(folder, clock)) {
      history.write(records(20, 25));
      history.await(25);

      assertThat(history.ids("")).hasSize(25).doesNotHaveDuplicates();
    }
  }

  @Test
  void dropsSlicesThatAreTooOld() throws Exception {
    HistoryConfig config = OpenHistory.retention(Duration.ofHours(2), 1 << 30);
    try (OpenHistory history = new OpenHistory(folder, clock, config)) {
      history.write(
          Records.of("old", NOON.minus(Duration.ofMinutes(110)), "hello", "hi"),
          Records.of("new", NOON, "hello", "hi"));
      assertThat(history.ids("hello")).containsExactly("new", "old");

      clock.advance(Duration.ofHours(2));

      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> OpenHistory.ids(history.searchNow("hello")).equals(List.of("new")));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> names(folder.resolve("slices")).equals(List.of("2026-11-23T12")));
    }
  }

  @Test
  void dropsTheOldestSlicesWhenAllTogetherAreTooLarge() throws Exception {
    HistoryConfig config = OpenHistory.retention(Duration.ofDays(30), 1 << 20);
    try (OpenHistory history = new OpenHistory(folder, clock, config)) {
      java.util.Random random = new java.util.Random(1);
      for (int hour = 0; hour < 4; hour++) {
        StringBuilder large = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
          large.append(Long.toString(random.nextLong(), 36)).append(' ');
        }
        Instant at = NOON.minus(Duration.ofHours(hour));
        history.write(Records.of("h" + hour, at, large.toString(), "hi"));
      }

      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> OpenHistory.ids(history.searchNow("")).equals(List.of("h0")));
    }
  }

  @Test
  void mergesCompleteSlicesAndStillFindsEverything() throws Exception {
    try (OpenHistory history = new OpenHistory(folder, clock)) {
      for (int i = 0; i < 10; i++) {
        history.write(records(10 * i, 10 * i + 10));
        history.search("");
      }
      clock.advance(Duration.ofHours(3));

      Path slice = folder.resolve("slices").resolve("2026-11-23T11");
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> names(slice).stream().filter(it -> it.endsWith(".si")).count() == 1);
      assertThat(history.ids("", "limit", "500")).hasSize(100).doesNotHaveDuplicates();

      history.write(Records.of("late", NOON.minusSeconds(30), "late", "hi"));
      assertThat(history.ids("late")).containsExactly("late");
    }
  }

  @Test
  void twoInstancesOfAReloadShareOneStore() throws Exception {
    SharedHistories histories = new SharedHistories();
    OpenHistory old = new OpenHistory(folder, clock, OpenHistory.DEFAULTS, histories);
    old.write(records(0, 5));
    OpenHistory fresh =
        new OpenHistory(
            folder, clock, OpenHistory.retention(Duration.ofDays(60), 1 << 30), histories);
    fresh.write(records(5, 10));
    old.write(records(10, 15));
    fresh.await(15);
    old.close();
    old.close();

    fresh.write(records(15, 20));
    fresh.await(20);
    assertThat(fresh.ids("")).hasSize(20);
    fresh.close();

    try (OpenHistory again = new OpenHistory(folder, clock, OpenHistory.DEFAULTS, histories)) {
      again.await(20);
    }
  }

  @Test
  void anotherPluginVersionTakesOverWithoutLosingRecords() throws Exception {
    OpenHistory old = new OpenHistory(folder, clock);
    old.write(records(0, 5));
    try (OpenHistory fresh = new OpenHistory(folder, clock)) {
      fresh.write(records(5, 10));
      assertThatThrownBy(() -> fresh.searchNow(""))
          .isInstanceOfSatisfying(
              ProblemException.class, it -> assertThat(it.problem().status()).isEqualTo(503));
      old.write(records(10, 15));

      old.close();

      fresh.await(15);
      assertThat(fresh.ids("")).hasSize(15).doesNotHaveDuplicates();
    }
  }

  @Test
  void searchesGoOnUndisturbedWhileRecordsArriveAndSlicesGo() throws Exception {
    HistoryConfig config = OpenHistory.retention(Duration.ofHours(4), 1 << 30);
    try (OpenHistory history = new OpenHistory(folder, clock, config)) {
      AtomicBoolean done = new AtomicBoolean();
      AtomicReference<Exception> failure = new AtomicReference<>();
      CountDownLatch searched = new CountDownLatch(40);
      List<Thread> searchers = new ArrayList<>();
      for (int t = 0; t < 2; t++) {
        searchers.add(
            Thread.ofPlatform()
                .start(() -> {
                  while (!done.get() && failure.get() == null) {
                    try {
                      history.searchNow("hello", "facets", "model,status", "histogram", "20");
                      searched.countDown();
                    } catch (Exception e) {
                      failure.set(e);
                    }
                  }
                }));
      }
      for (int i = 0; i < 60 && failure.get() == null; i++) {
        history.history.write(List.of(Records.of("r" + i, clock.instant(), "hello", "hi")));
        clock.advance(Duration.ofMinutes(10));
      }
      searched.await();
      done.set(true);
      for (Thread searcher : searchers) {
        searcher.join();
      }
      assertThat(failure.get()).isNull();
    }
  }

  @Test
  void aSwitchedOffHistoryKeepsNothing() throws Exception {
    HistoryConfig off =
        new HistoryConfig(
            false,
            null,
            OpenHistory.DEFAULTS.slice(),
            Duration.ofDays(1),
            OpenHistory.DEFAULTS.retentionBytes(),
            OpenHistory.DEFAULTS.fsync(),
            OpenHistory.DEFAULTS.journalLimit(),
            OpenHistory.DEFAULTS.indexText(),
            1000,
            1,
            1,
            Duration.ofSeconds(1),
            1);
    try (OpenHistory history = new OpenHistory(folder, clock, off)) {
      history.write(records(0, 1));

      assertThatThrownBy(() -> history.searchNow("")).isInstanceOf(ProblemException.class);
      assertThat(names(folder)).isEmpty();
    }
  }

  private static List<ExchangeRecord> records(int from, int to) {
    List<ExchangeRecord> records = new ArrayList<>();
    for (int i = from; i < to; i++) {
      records.add(Records.of("r" + i, NOON.minusSeconds(i + 1L), "hello number " + i, "hi"));
    }
    return records;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
