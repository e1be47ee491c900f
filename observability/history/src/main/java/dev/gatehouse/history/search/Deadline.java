package dev.gatehouse.history.search;

import java.time.Duration;
import org.apache.lucene.index.QueryTimeout;

/// The end of the time that a search may take. Thread-safe.
final class Deadline implements QueryTimeout {
  private final long end;

  Deadline(Duration budget) {
    this.end = System.nanoTime() + budget.toNanos();
  }

  @Override
  public boolean shouldExit() {
    return System.nanoTime() - end >= 0;
  }
}
