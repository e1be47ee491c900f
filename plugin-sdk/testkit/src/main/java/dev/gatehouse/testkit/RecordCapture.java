package dev.gatehouse.testkit;

import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.log.RequestLogSink;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// A plugin that keeps all records of a gateway and lets tests wait for them. Thread-safe.
public final class RecordCapture implements GatewayPlugin {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final List<ExchangeRecord> records = new ArrayList<>();

  /// Nothing to set.
  public record Config() {}

  /// Makes a capture that is empty.
  public RecordCapture() {}

  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(
            RequestLogSink.POINT,
            "record-capture",
            Config.class,
            (config, context) -> (RequestLogSink) this::add)
        .section()
        .description("Keeps records for tests.");
  }

  private void add(List<ExchangeRecord> batch) {
    lock.lock();
    try {
      records.addAll(batch);
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Returns the records so far.
  public List<ExchangeRecord> records() {
    lock.lock();
    try {
      return List.copyOf(records);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the record of an exchange.
  ///
  /// @param id as the client got it in `x-request-id`
  /// @throws AssertionError when it does not come within 20 seconds
  public ExchangeRecord await(String id) throws InterruptedException {
    return await("of the exchange " + id, record -> record.id().equals(id));
  }

  /// Waits for a record.
  ///
  /// @param what said when it does not come
  /// @throws AssertionError when it does not come within 20 seconds
  public ExchangeRecord await(String what, Predicate<ExchangeRecord> wanted)
      throws InterruptedException {
    long left = PATIENCE.toNanos();
    lock.lock();
    try {
      while (true) {
        for (ExchangeRecord record : records) {
          if (wanted.test(record)) {
            return record;
          }
        }
        if (left <= 0) {
          throw new AssertionError("no record " + what + " came; there are " + records);
        }
        left = more.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there are so many records.
  ///
  /// @throws AssertionError when they do not come within 20 seconds
  public List<ExchangeRecord> awaitCount(int count) throws InterruptedException {
    long left = PATIENCE.toNanos();
    lock.lock();
    try {
      while (records.size() < count) {
        if (left <= 0) {
          throw new AssertionError("expected " + count + " records, got " + records);
        }
        left = more.awaitNanos(left);
      }
      return List.copyOf(records);
    } finally {
      lock.unlock();
    }
  }
}
