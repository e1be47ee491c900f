package dev.gatehouse.kernel.plugin;

import java.util.concurrent.atomic.AtomicInteger;

/// Counts who uses something that has to be released by the last of them. Thread-safe; begins with
/// one user.
abstract class Shared {
  private final AtomicInteger users = new AtomicInteger(1);

  /// Adds a user unless it was released already.
  boolean tryRetain() {
    int now = users.get();
    while (now > 0) {
      if (users.compareAndSet(now, now + 1)) {
        return true;
      }
      now = users.get();
    }
    return false;
  }

  /// Takes a user away, and releases when it was the last.
  void release() {
    if (users.decrementAndGet() == 0) {
      released();
    }
  }

  int users() {
    return users.get();
  }

  /// Called once, by the last user.
  abstract void released();
}
