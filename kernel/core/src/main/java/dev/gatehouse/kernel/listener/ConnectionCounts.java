package dev.gatehouse.kernel.listener;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts open connections, in total and for each address. Thread-safe.
final class ConnectionCounts {
  private final int most;
  private final int mostPerAddress;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<String, Integer> perAddress = new ConcurrentHashMap<>();

  ConnectionCounts(int most, int mostPerAddress) {
    this.most = most;
    this.mostPerAddress = mostPerAddress;
  }

  /// Takes a connection in, unless there are too many.
  boolean enter(String address) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      return false;
    }
    if (perAddress.merge(address, 1, Integer::sum) > mostPerAddress) {
      leave(address);
      return false;
    }
    return true;
  }

  void leave(String address) {
    open.decrementAndGet();
    perAddress.computeIfPresent(address, (_, count) -> count > 1 ? count - 1 : null);
  }

  int open() {
    return open.get();
  }
}
