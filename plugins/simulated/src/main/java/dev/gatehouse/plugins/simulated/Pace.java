package dev.gatehouse.plugins.simulated;

import java.time.Duration;
import java.util.SplittableRandom;

/// Takes the time that a model takes. Waits end early when the thread is interrupted.
final class Pace {
  private static final double NANOS = 1e9;

  private final Behaviour behaviour;
  private final SplittableRandom random;
  private final long start = System.nanoTime();
  private double due;
  private boolean first = true;

  Pace(Behaviour behaviour, SplittableRandom random) {
    this.behaviour = behaviour;
    this.random = random;
  }

  /// Waits until the next token is due, counted from the begin, so that slow readers do not add to
  /// the time.
  void awaitToken() throws InterruptedException {
    plan();
    waitUntilDue();
  }

  /// Waits until so many tokens are due.
  void awaitTokens(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      plan();
    }
    waitUntilDue();
  }

  /// Says nothing until somebody gives up.
  static void stall() throws InterruptedException {
    while (true) {
      Thread.sleep(Duration.ofHours(1));
    }
  }

  private void plan() {
    if (first) {
      first = false;
      due += jittered((double) behaviour.timeToFirstToken().toNanos());
    } else if (behaviour.tokensPerSecond() > 0) {
      due += jittered(NANOS / behaviour.tokensPerSecond());
    }
  }

  private double jittered(double nanos) {
    return nanos * (1 + behaviour.jitter() * (2 * random.nextDouble() - 1));
  }

  private void waitUntilDue() throws InterruptedException {
    long left = (long) due - (System.nanoTime() - start);
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    } else if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
