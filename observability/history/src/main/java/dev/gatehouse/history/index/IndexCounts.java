package dev.gatehouse.history.index;

import java.util.concurrent.atomic.AtomicLong;

/// Counts what became of records on their way into the index. Thread-safe.
public final class IndexCounts {
  private final AtomicLong indexed = new AtomicLong();
  private final AtomicLong expired = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();

  /// Returns how many records were added.
  public long indexed() {
    return indexed.get();
  }

  /// Returns how many were older than the retention allows when their turn came.
  public long expired() {
    return expired.get();
  }

  /// Returns how many were left out because they could not be read or indexed.
  public long unreadable() {
    return unreadable.get();
  }

  void countIndexed() {
    indexed.incrementAndGet();
  }

  void countExpired() {
    expired.incrementAndGet();
  }

  void countUnreadable() {
    unreadable.incrementAndGet();
  }
}
