package dev.gatehouse.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The stands of one test run that nobody uses at the moment. There are never more than tests that
/// ran at once. Thread-safe.
final class Stands implements AutoCloseable {
  private final Map<Stand.Setting, Deque<Stand>> idle = new HashMap<>();
  private boolean closed;

  /// Lends a stand: one that was given back, else a new one.
  Lease lend(Stand.Setting setting, boolean fresh) throws ReflectiveOperationException {
    Stand stand = fresh ? null : take(setting);
    return new Lease(stand == null ? Stand.start(setting) : stand, fresh);
  }

  private synchronized @Nullable Stand take(Stand.Setting setting) {
    Deque<Stand> stands = idle.get(setting);
    return stands == null ? null : stands.pollFirst();
  }

  private void giveBack(Stand stand) {
    stand.reset();
    synchronized (this) {
      if (!closed) {
        idle.computeIfAbsent(stand.setting(), _ -> new ArrayDeque<>()).addFirst(stand);
        return;
      }
    }
    stand.close();
  }

  @Override
  public void close() {
    Map<Stand.Setting, Deque<Stand>> last;
    synchronized (this) {
      closed = true;
      last = Map.copyOf(idle);
      idle.clear();
    }
    last.values().forEach(stands -> stands.forEach(Stand::close));
  }

  /// One test's use of a stand; closed by JUnit when the test has ended.
  final class Lease implements AutoCloseable {
    private final Stand stand;
    private final boolean fresh;

    private Lease(Stand stand, boolean fresh) {
      this.stand = stand;
      this.fresh = fresh;
    }

    Stand stand() {
      return stand;
    }

    @Override
    public void close() {
      if (fresh) {
        stand.close();
      } else {
        giveBack(stand);
      }
    }
  }
}
