package dev.gatehouse.history.index;

/// Makes the threads that work behind serving.
final class BackgroundThread {
  private BackgroundThread() {}

  /// Returns a thread that has yet to be started.
  // Heeded where the JVM is started as the launcher does; correctness never depends on it.
  @SuppressWarnings("ThreadPriorityCheck")
  static Thread of(String name, Runnable work) {
    return Thread.ofPlatform()
        .daemon()
        .name("gatehouse-history-" + name)
        .priority(Thread.MIN_PRIORITY)
        .unstarted(work);
  }
}
