package dev.gatehouse.kernel.pipeline;

import java.lang.management.ManagementFactory;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.jspecify.annotations.Nullable;

/// Makes up for carrier threads that plugins hold: virtual threads take turns only when they wait,
/// so a plugin that computes for ever would take a carrier from all others for ever. Thread-safe.
final class Carriers {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse.plugin");
  // The JVM has at most 256 carriers unless it is told otherwise.
  private static final int MOST = 128;

  private final @Nullable VirtualThreadSchedulerMXBean scheduler =
      ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
  private int held;

  /// Says that a thread does not come back.
  synchronized void hold() {
    held++;
    if (held <= MOST) {
      add(1);
    }
  }

  /// Says that it came back after all.
  synchronized void free() {
    if (held <= MOST) {
      add(-1);
    }
    held--;
  }

  /// Returns how many do not come back at present.
  synchronized int held() {
    return held;
  }

  private void add(int carriers) {
    if (scheduler == null) {
      return;
    }
    try {
      scheduler.setParallelism(scheduler.getParallelism() + carriers);
    } catch (RuntimeException e) {
      // Not every scheduler can be set; then there is one carrier less, as there would have been.
      LOG.log(
          System.Logger.Level.WARNING,
          "the number of carrier threads could not be changed: " + e.getMessage());
    }
  }
}
