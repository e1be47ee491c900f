package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.ConfigProblem;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Looks for changes of the configuration and the plugin folders, and reloads when they have come
/// to rest: seen the same twice, so that a file is not read while it is being written.
final class ChangeWatcher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse.config");

  private final Duration period;
  private final Supplier<String> fingerprint;
  private final Supplier<ReloadResult> reload;
  private final Thread thread;

  /// Begins to look.
  ///
  /// @param fingerprint changes when there is something to reload
  ChangeWatcher(Duration period, Supplier<String> fingerprint, Supplier<ReloadResult> reload) {
    this.period = period;
    this.fingerprint = fingerprint;
    this.reload = reload;
    this.thread = Thread.ofVirtual().name("configuration-watcher").unstarted(this::run);
    thread.start();
  }

  private void run() {
    try {
      watchUntilInterrupted();
    } catch (InterruptedException e) {
      // Interrupted means closed: the thread simply ends.
      LOG.log(System.Logger.Level.DEBUG, "no longer looking for changes");
    }
  }

  private void watchUntilInterrupted() throws InterruptedException {
    String loaded = fingerprint.get();
    String last = loaded;
    while (true) {
      TimeUnit.NANOSECONDS.sleep(period.toNanos());
      String now = fingerprint.get();
      if (!now.equals(loaded) && now.equals(last)) {
        loaded = now;
        tell(reload.get());
      }
      last = now;
    }
  }

  private static void tell(ReloadResult result) {
    if (result.ok()) {
      LOG.log(
          System.Logger.Level.INFO,
          "generation "
              + result.generation()
              + " serves, configuration "
              + result.hash().substring(0, 8));
    } else {
      LOG.log(
          System.Logger.Level.WARNING, "the change was refused, the running configuration stays");
    }
    for (ConfigProblem problem : result.problems()) {
      LOG.log(System.Logger.Level.WARNING, problem.toString());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
