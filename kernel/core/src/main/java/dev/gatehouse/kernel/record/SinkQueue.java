package dev.gatehouse.kernel.record;

import dev.gatehouse.kernel.plugin.Faults;
import dev.gatehouse.kernel.plugin.Installed;
import dev.gatehouse.kernel.plugin.policy.CallOutcome;
import dev.gatehouse.kernel.plugin.policy.HookStats;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.log.RequestLogSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Carries records to one sink. Bounded in bytes; what does not fit is dropped and counted, and
/// nobody waits.
public final class SinkQueue {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse.log");
  private static final int BATCH = 256;
  // Waking this thread for each exchange would cost the one that serves more than the record
  // itself.
  private static final long GATHERING = TimeUnit.MILLISECONDS.toNanos(5);
  // What a record costs besides its bodies, roughly.
  private static final long RECORD_COST = 2_048;

  private final Installed<RequestLogSink> sink;
  private final long mostBytes;
  private final LinkedBlockingQueue<ExchangeRecord> queue = new LinkedBlockingQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final HookStats writes;
  private final Thread thread;
  private volatile boolean closing;

  /// Starts a queue.
  ///
  /// @param mostBytes bound of what waits
  public SinkQueue(Installed<RequestLogSink> sink, long mostBytes) {
    this.sink = sink;
    this.mostBytes = mostBytes;
    this.writes = sink.gate().hook("", "write");
    this.thread = Thread.ofPlatform().name("sink-" + sink.instance()).daemon().start(this::run);
  }

  /// Returns the sink's instance.
  public RequestLogSink sink() {
    return sink.it();
  }

  /// Takes a record, or drops it when the queue is full. Never blocks.
  public void offer(ExchangeRecord record) {
    if (!wanted(record)) {
      return;
    }
    long cost = cost(record);
    if (closing || bytes.addAndGet(cost) > mostBytes) {
      if (!closing) {
        bytes.addAndGet(-cost);
      }
      dropped.increment();
      return;
    }
    queue.add(record);
  }

  private boolean wanted(ExchangeRecord record) {
    try {
      return sink.it().wants(record);
    } catch (RuntimeException | LinkageError e) {
      failed.increment();
      return false;
    }
  }

  private static long cost(ExchangeRecord record) {
    return RECORD_COST
        + record.request().body().bytes().length
        + record.response().body().bytes().length;
  }

  private void run() {
    List<ExchangeRecord> batch = new ArrayList<>(BATCH);
    try {
      while (true) {
        @Nullable ExchangeRecord first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          if (closing) {
            return;
          }
          continue;
        }
        batch.add(first);
        queue.drainTo(batch, BATCH - 1);
        write(batch);
        for (ExchangeRecord record : batch) {
          bytes.addAndGet(-cost(record));
        }
        boolean few = batch.size() < BATCH;
        batch.clear();
        if (few && !closing) {
          TimeUnit.NANOSECONDS.sleep(GATHERING);
        }
      }
    } catch (InterruptedException e) {
      // The time to drain is over; what is left is lost and counted.
      dropped.add(queue.size());
    }
  }

  private void write(List<ExchangeRecord> batch) throws InterruptedException {
    long start = System.nanoTime();
    CallOutcome outcome = CallOutcome.NEXT;
    try {
      sink.it().write(List.copyOf(batch));
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable e) {
      failed.add(batch.size());
      outcome = CallOutcome.ERROR;
      LOG.log(
          System.Logger.Level.WARNING,
          "sink "
              + sink.instance()
              + " did not take "
              + batch.size()
              + " records: "
              + Faults.render(e));
    } finally {
      writes.ended(outcome, System.nanoTime() - start);
    }
  }

  /// Takes no more records and writes what is there.
  ///
  /// @param atMost how long that may take
  public void close(Duration atMost) {
    closing = true;
    try {
      if (!thread.join(atMost)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  /// Returns how many records were dropped because the queue was full.
  public long dropped() {
    return dropped.sum();
  }

  /// Returns how many records the sink failed to take.
  public long failed() {
    return failed.sum();
  }

  /// Returns how many bytes wait.
  public long bytes() {
    return bytes.get();
  }

  /// Returns the sink's name.
  public String name() {
    return sink.instance();
  }
}
