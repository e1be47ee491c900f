package dev.gatehouse.history.index;

import dev.gatehouse.history.journal.DamagedRecordException;
import dev.gatehouse.history.journal.EncodedRecord;
import dev.gatehouse.history.journal.Entry;
import dev.gatehouse.history.journal.Journal;
import dev.gatehouse.history.journal.JournalReader;
import dev.gatehouse.history.journal.RecordCodec;
import dev.gatehouse.sdk.log.Content;
import dev.gatehouse.sdk.log.ContentReader;
import dev.gatehouse.sdk.log.ExchangeRecord;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Follows the journal and keeps the slices, on one thread of low priority. Nothing waits for it
/// but searches, a little, and whoever closes it.
///
/// When something fails, as on a full disk, all that is not committed is forgotten, and after a
/// while the journal is read again from the last commit. A record that makes indexing fail again
/// and again is left out and counted.
public final class Indexer implements AutoCloseable {
  private static final int BATCH = 128;
  private static final long BATCH_BYTES = 4 << 20;
  private static final long COMMIT_EVERY = TimeUnit.SECONDS.toNanos(2);
  private static final long IDLE = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long LONGEST_RETREAT = TimeUnit.SECONDS.toNanos(10);
  private static final int PATIENCE = 3;
  private static final int FAR_BEHIND = 2_000;

  /// A step on the indexer's thread.
  @FunctionalInterface
  interface Task {
    void run() throws IOException;
  }

  private final Journal journal;
  private final Slices slices;
  private final Supplier<IndexOptions> options;
  private final ContentReader contents;
  private final Clock clock;
  private final System.Logger logger;
  private final Checkpoint checkpoint;
  private final IndexCounts counts = new IndexCounts();
  private final SliceWriters writers = new SliceWriters();
  private final Visibility visibility = new Visibility();
  private final BlockingQueue<Task> tasks = new ArrayBlockingQueue<>(16);
  private final Thread thread;
  private volatile boolean stopping;
  private volatile long indexed;
  private long committed;
  private long lastCommit = System.nanoTime();
  private JournalReader reader;
  private long suspect;
  private int suspicions;
  private long retreat = IDLE;

  /// Makes an indexer that has yet to be started.
  public Indexer(
      Journal journal,
      Slices slices,
      Path folder,
      Supplier<IndexOptions> options,
      ContentReader contents,
      Clock clock,
      System.Logger logger) {
    this.journal = journal;
    this.slices = slices;
    this.options = options;
    this.contents = contents;
    this.clock = clock;
    this.logger = logger;
    this.checkpoint = new Checkpoint(folder);
    this.committed = checkpoint.read();
    this.indexed = committed;
    this.reader = journal.reader(committed);
    this.thread = BackgroundThread.of("index", this::run);
  }

  /// Starts to follow the journal.
  public void start() {
    thread.start();
  }

  /// Returns the journal's sequence up to which records were added.
  public long indexed() {
    return indexed;
  }

  /// Returns what became of records.
  public IndexCounts counts() {
    return counts;
  }

  /// Waits until all records that are in the journal now are visible, or the time is over. Does not
  /// wait when the indexer is far behind.
  public void refresh(long nanos) {
    long last = journal.last();
    visibility.await(last, last - indexed > FAR_BEHIND ? 0 : nanos, journal::wake);
  }

  /// Has a step done on the indexer's thread.
  ///
  /// @return whether it will be; not when the indexer is too busy or stops
  boolean submit(Task task) {
    boolean taken = !stopping && tasks.offer(task);
    journal.wake();
    return taken;
  }

  /// Returns the writers; for steps on the indexer's thread.
  SliceWriters writers() {
    return writers;
  }

  /// Commits and stops. What is not indexed stays in the journal.
  @Override
  public void close() {
    stopping = true;
    journal.wake();
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    CpuBudget budget = new CpuBudget();
    while (!stopping) {
      try {
        boolean idle = step();
        retreat = IDLE;
        if (idle) {
          journal.await(indexed, IDLE);
        } else {
          LockSupport.parkNanos(this, budget.pause(options.get().cpu()));
        }
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        goBack(e);
      }
    }
    finish();
  }

  /// Does one round of everything and returns whether there was nothing to add.
  private boolean step() throws IOException {
    runTasks();
    List<Entry> entries = reader.read(BATCH, BATCH_BYTES);
    for (Entry entry : entries) {
      add(entry);
      indexed = entry.sequence();
    }
    if (visibility.due(indexed)) {
      writers.show();
      visibility.visible(indexed);
    }
    if (System.nanoTime() - lastCommit >= COMMIT_EVERY) {
      commit();
    }
    return entries.isEmpty();
  }

  private void runTasks() throws IOException {
    for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private void add(Entry entry) throws IOException {
    if (entry.sequence() == suspect && suspicions >= PATIENCE) {
      counts.countUnreadable();
      return;
    }
    EncodedRecord parts;
    ExchangeRecord record;
    try {
      parts = RecordCodec.split(entry.payload());
      record = RecordCodec.decode(parts);
    } catch (DamagedRecordException e) {
      counts.countUnreadable();
      return;
    }
    IndexOptions now = options.get();
    long time = record.startedAt().toEpochMilli();
    if (time < clock.millis() - now.retentionAge().toMillis()) {
      counts.countExpired();
      return;
    }
    SliceWriter writer = writers.of(slices.at(time, now.slice()), indexed);
    if (entry.sequence() <= writer.committed()) {
      return;
    }
    RecordText text = RecordText.of(content(record), record.problem());
    int limit = now.text() == IndexText.ALL ? now.textLimit() : 0;
    try {
      writer.add(RecordDocument.of(entry.sequence(), record, parts, text, limit));
      counts.countIndexed();
    } catch (IllegalArgumentException e) {
      counts.countUnreadable();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      suspicions = suspect == entry.sequence() ? suspicions + 1 : 1;
      suspect = entry.sequence();
      throw e;
    }
  }

  private Content content(ExchangeRecord record) {
    try {
      return contents.read(record.request(), record.response());
    } catch (RuntimeException e) {
      // a protocol that fails to read costs the words, not the record
      return Content.EMPTY;
    }
  }

  private void commit() throws IOException {
    lastCommit = System.nanoTime();
    if (indexed == committed) {
      return;
    }
    writers.commit(indexed);
    committed = indexed;
    checkpoint.write(committed);
    journal.release(committed);
  }

  private void goBack(Throwable cause) {
    logger.log(
        Level.WARNING,
        "Indexing stopped at record {0} ({1}); it goes on from record {2}."
            + " Records wait in the journal meanwhile.",
        indexed + 1,
        Reason.of(cause),
        committed + 1);
    try {
      writers.rollback();
      reader.close();
    } catch (IOException | RuntimeException e) {
      logger.log(Level.DEBUG, "Closing what failed has failed too: {0}", Reason.of(e));
    }
    reader = journal.reader(committed);
    indexed = committed;
    retreat = Math.min(2 * retreat, LONGEST_RETREAT);
    LockSupport.parkNanos(this, retreat);
  }

  private void finish() {
    visibility.close();
    try {
      runTasks();
      commit();
      writers.rollback();
      reader.close();
    } catch (IOException | RuntimeException e) {
      logger.log(
          Level.WARNING,
          "The last commit of the history failed ({0}); the journal has the records.",
          Reason.of(e));
    }
  }
}
