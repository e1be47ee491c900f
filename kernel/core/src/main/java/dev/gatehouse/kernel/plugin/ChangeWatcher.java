package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.ConfigProblem;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Looks for changes of the configuration and the plugin folders, and reloads when they have come
/// to rest: seen the same twice, so that a file is not read while it is being written. After a
/// change it looks again sooner, so that one is live well within two periods.
final class ChangeWatcher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse.config");

  // A part of the period.
  private static final int SETTLES_IN = 4;

  private final Duration period;
  private final Supplier<String> fingerprint;
  private final Supplier<String> loaded;
  private final Supplier<ReloadResult> reload;
  private final Thread thread;

  /// Begins to look.
  ///
  /// @param fingerprint changes when there is something to reload
  /// @param loaded the fingerprint at the last try to load
  /// @param reload tries to load
  ChangeWatcher(
      Duration period,
      Supplier<String> fingerprint,
      Supplier<String> loaded,
      Supplier<ReloadResult> reload) {
    this.period = period;
    this.fingerprint = fingerprint;
    this.loaded = loaded;
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
    String last = "";
    while (true) {
      boolean moving = !last.isEmpty() && !last.equals(loaded.get());
      TimeUnit.NANOSECONDS.sleep(period.toNanos() / (moving ? SETTLES_IN : 1));
      last = look(last);
    }
  }

  private String look(String last) {
    try {
      String now = fingerprint.get();
      if (!now.equals(loaded.get()) && now.equals(last)) {
        tell(reload.get());
      }
      return now;
    } catch (RuntimeException | Error e) {
      // Whatever went wrong this time, the next change may be the one that puts it right.
      LOG.log(System.Logger.Level.ERROR, "the change was not loaded: " + Faults.render(e));
      return last;
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
