package dev.gatehouse.history.index;

import dev.gatehouse.history.query.Interval;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Drops slices that are too old or too many, merges those that are complete, and closes readers
/// that nobody needs; every few seconds, on a thread of low priority of its own.
public final class Housekeeper implements AutoCloseable {
  /// How long after its end a slice is taken as complete: long exchanges are recorded late.
  private static final Duration GRACE = Duration.ofMinutes(15);

  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final Duration STEP = Duration.ofSeconds(30);

  private final Slices slices;
  private final Indexer indexer;
  private final Supplier<IndexOptions> options;
  private final Clock clock;
  private final System.Logger logger;
  private final Thread thread;
  private volatile boolean stopping;

  /// Makes a housekeeper that has yet to be started.
  public Housekeeper(
      Slices slices,
      Indexer indexer,
      Supplier<IndexOptions> options,
      Clock clock,
      System.Logger logger) {
    this.slices = slices;
    this.indexer = indexer;
    this.options = options;
    this.clock = clock;
    this.logger = logger;
    this.thread = BackgroundThread.of("housekeeping", this::run);
  }

  /// Starts the rounds.
  public void start() {
    thread.start();
  }

  /// Ends the rounds. A merge that is under way ends when the indexer closes its writers; no
  /// interrupt, which would close files in the middle of a write.
  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!stopping) {
      try {
        round();
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException e) {
        if (!stopping) {
          logger.log(
              Level.WARNING,
              "Keeping the history in order failed ({0}); it is tried again.",
              Reason.of(e));
        }
      }
      if (!stopping) {
        LockSupport.parkNanos(this, PERIOD.toNanos());
      }
    }
  }

  /// Does everything once.
  public void round() throws IOException, InterruptedException {
    for (Slice slice : outlived()) {
      onIndexer(() -> {
        indexer.writers().rollback(slice);
        slices.drop(slice);
      });
      logger.log(
          Level.INFO, "The retention of the history dropped slice {0}.", slice.span().name());
    }
    slices.emptyTrash();
    for (Slice slice : complete()) {
      compact(slice);
    }
    slices.trim(options.get().openSlices());
  }

  /// The slices beyond the age, and beyond that the oldest ones over the bytes, but never the
  /// newest.
  private List<Slice> outlived() {
    IndexOptions now = options.get();
    long oldest = clock.millis() - now.retentionAge().toMillis();
    List<Slice> out = new ArrayList<>();
    long bytes = 0;
    boolean newest = true;
    for (Slice slice : slices.newestFirst(Interval.ALL)) {
      bytes += slice.bytes();
      if (slice.last() < oldest || (bytes > now.retentionBytes() && !newest)) {
        out.add(slice);
      }
      newest = false;
    }
    return out.reversed();
  }

  private List<Slice> complete() {
    long ended = clock.millis() - GRACE.toMillis();
    return slices.newestFirst(Interval.ALL).stream()
        .filter(it -> it.last() < ended && !it.compact())
        .toList();
  }

  private void compact(Slice slice) throws IOException, InterruptedException {
    CompletableFuture<SliceWriter> opened = new CompletableFuture<>();
    onIndexer(() -> opened.complete(indexer.writers().of(slice, indexer.indexed())));
    SliceWriter writer = opened.getNow(null);
    if (writer == null) {
      return;
    }
    writer.merge();
    onIndexer(() -> finish(slice, writer));
  }

  private void finish(Slice slice, SliceWriter writer) throws IOException {
    SliceWriter current = indexer.writers().existing(slice);
    if (current == writer) {
      writer.merged();
      indexer.writers().close(slice, indexer.indexed());
    }
  }

  /// Has a step done between two batches of the indexer and waits for it.
  private void onIndexer(Indexer.Task task) throws IOException, InterruptedException {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    boolean taken =
        indexer.submit(() -> {
          try {
            task.run();
            done.complete(true);
          } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
            throw e;
          }
        });
    if (!taken) {
      return;
    }
    try {
      done.get(STEP.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException("a step failed, " + Reason.of(cause == null ? e : cause), e);
    } catch (TimeoutException e) {
      throw new IOException("The indexer is too busy for housekeeping", e);
    }
  }
}
