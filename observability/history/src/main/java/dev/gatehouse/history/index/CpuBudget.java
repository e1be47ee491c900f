package dev.gatehouse.history.index;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

/// Keeps one thread within a share of one processor over time: a bucket that fills with time and is
/// emptied by the processor time used. Belongs to that thread.
final class CpuBudget {
  private static final long BURST = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long credit = BURST;
  private long lastTime = System.nanoTime();
  private long lastUsed = threads.getCurrentThreadCpuTime();

  /// Returns how long to pause now, in nanoseconds; 0 while there is credit.
  long pause(double share) {
    long time = System.nanoTime();
    long used = threads.getCurrentThreadCpuTime();
    credit += (long) ((time - lastTime) * share) - (used - lastUsed);
    credit = Math.min(credit, BURST);
    lastTime = time;
    lastUsed = used;
    return credit >= 0 ? 0 : Math.min(LONGEST_PAUSE, (long) (-credit / share));
  }
}
