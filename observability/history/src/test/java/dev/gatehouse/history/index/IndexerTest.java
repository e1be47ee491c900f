package dev.gatehouse.history.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.history.Records;
import dev.gatehouse.history.TestClock;
import dev.gatehouse.history.TestContext;
import dev.gatehouse.history.journal.Fsync;
import dev.gatehouse.history.journal.Journal;
import dev.gatehouse.history.journal.JournalOptions;
import dev.gatehouse.history.journal.RecordCodec;
import dev.gatehouse.history.query.Interval;
import dev.gatehouse.sdk.log.ContentReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexerTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final IndexOptions OPTIONS =
      new IndexOptions(SliceLength.HOUR, IndexText.ALL, 1000, Duration.ofDays(1), 1 << 30, 1, 10);

  @TempDir Path folder;
  private final TestClock clock = new TestClock(NOON);

  @Test
  void leavesOutWhatIsNoRecordAndGoesOn() throws Exception {
    try (Journal journal = journal();
        Slices slices = Slices.open(folder);
        Indexer indexer = indexer(journal, slices, reader())) {
      journal.append(
          List.of(
              record("a", NOON), "nonsense".getBytes(StandardCharsets.UTF_8), record("b", NOON)));
      indexer.start();

      awaitIndexed(indexer, 3);
      assertThat(indexer.counts().indexed()).isEqualTo(2);
      assertThat(indexer.counts().unreadable()).isEqualTo(1);
    }
  }

  @Test
  void indexesRecordsWhoseContentCannotBeRead() throws Exception {
    ContentReader broken =
        (_, _) -> {
          throw new IllegalStateException("broken protocol");
        };
    try (Journal journal = journal();
        Slices slices = Slices.open(folder);
        Indexer indexer = indexer(journal, slices, broken)) {
      journal.append(List.of(record("a", NOON)));
      indexer.start();

      awaitIndexed(indexer, 1);
      assertThat(indexer.counts().indexed()).isEqualTo(1);
    }
  }

  @Test
  void countsRecordsThatAreTooOld() throws Exception {
    try (Journal journal = journal();
        Slices slices = Slices.open(folder);
        Indexer indexer = indexer(journal, slices, reader())) {
      journal.append(List.of(record("old", NOON.minus(Duration.ofDays(2))), record("b", NOON)));
      indexer.start();

      awaitIndexed(indexer, 2);
      assertThat(indexer.counts().expired()).isEqualTo(1);
      assertThat(slices.count()).isEqualTo(1);
    }
  }

  @Test
  void waitsForTheIndexToWorkAgainAndLosesNothing() throws Exception {
    Path blocked = folder.resolve("slices").resolve("2026-11-23T12");
    try (Journal journal = journal();
        Slices slices = Slices.open(folder);
        Indexer indexer = indexer(journal, slices, reader())) {
      // a file in the place of the slice's folder stands for a disk that refuses
      Files.writeString(blocked, "in the way");
      journal.append(List.of(record("a", NOON), record("b", NOON)));
      indexer.start();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> journal.last() == 2 && indexer.indexed() == 0);

      Files.delete(blocked);

      awaitIndexed(indexer, 2);
    }
    try (Slices slices = Slices.open(folder)) {
      DirectoryReader reader = slices.newestFirst(Interval.ALL).getFirst().acquire();
      assertThat(reader.numDocs()).isEqualTo(2);
      reader.decRef();
    }
  }

  @Test
  void keepsTheFactsOfEachRecordInOneDocument() throws Exception {
    try (Journal journal = journal();
        Slices slices = Slices.open(folder);
        Indexer indexer = indexer(journal, slices, reader())) {
      Records huge = new Records();
      huge.model = "x".repeat(100_000);
      huge.request = "user: " + "word ".repeat(5_000);
      huge.at = NOON;
      journal.append(List.of(RecordCodec.encode(huge.build())));
      indexer.start();

      awaitIndexed(indexer, 1);
      assertThat(indexer.counts().unreadable()).isZero();
    }
  }

  private Journal journal() throws Exception {
    JournalOptions options = new JournalOptions(Fsync.NEVER, 1 << 30, 1 << 20);
    return Journal.open(folder.resolve("journal"), options, 1);
  }

  private Indexer indexer(Journal journal, Slices slices, ContentReader contents) {
    return new Indexer(
        journal, slices, folder, () -> OPTIONS, contents, clock, System.getLogger("test"));
  }

  private ContentReader reader() {
    return new TestContext(folder, clock).contentReader();
  }

  private static void awaitIndexed(Indexer indexer, long sequence) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> indexer.indexed() == sequence);
  }

  private static byte[] record(String id, Instant at) {
    return RecordCodec.encode(Records.of(id, at, "hello", "hi"));
  }
}
