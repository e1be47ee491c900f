package dev.gatehouse.kernel.plugin;

import dev.gatehouse.sdk.plugin.PluginContext;
import dev.gatehouse.sdk.store.KeyValueStore;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the kernel gives to one plugin, released as a whole when the plugin stops.
final class PluginServices implements PluginContext {
  private static final long STORE_BYTES = 64L << 20;

  /// What all plugins' services are made of.
  ///
  /// @param clock the gateway's clock
  /// @param openTelemetry asked at each use, since it arrives with a plugin itself
  /// @param dataFolder the parent of the plugins' data folders
  /// @param stores keeps local stores by plugin and namespace over reloads; bounded by what plugins
  ///   ask for
  record Environment(
      Clock clock,
      Supplier<OpenTelemetry> openTelemetry,
      Path dataFolder,
      Map<String, KeyValueStore> stores) {}

  private final Environment environment;
  private final String id;
  private final String version;
  private final Set<Thread> schedules = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;
  private @Nullable ExecutorService executor;

  PluginServices(Environment environment, String id, String version) {
    this.environment = environment;
    this.id = id;
    this.version = version;
  }

  @Override
  public String pluginId() {
    return id;
  }

  @Override
  public String pluginVersion() {
    return version;
  }

  @Override
  public System.Logger logger() {
    return System.getLogger("dev.gatehouse.plugin." + id);
  }

  @Override
  public Clock clock() {
    return environment.clock();
  }

  @Override
  public Meter meter() {
    return environment.openTelemetry().get().getMeter("dev.gatehouse.plugin." + id);
  }

  @Override
  public Tracer tracer() {
    return environment.openTelemetry().get().getTracer("dev.gatehouse.plugin." + id);
  }

  @Override
  public synchronized ExecutorService executor() {
    checkRunning();
    ExecutorService made = executor;
    if (made == null) {
      made =
          Executors.newThreadPerTaskExecutor(
              Thread.ofVirtual().name("plugin-" + id + "-", 0).factory());
      executor = made;
    }
    return made;
  }

  @Override
  public AutoCloseable schedule(Duration period, Runnable task) {
    checkRunning();
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("a period is positive, got " + period);
    }
    Thread thread =
        Thread.ofVirtual().name("plugin-" + id + "-schedule").unstarted(() -> repeat(period, task));
    schedules.add(thread);
    thread.start();
    return () -> {
      schedules.remove(thread);
      thread.interrupt();
    };
  }

  private void repeat(Duration period, Runnable task) {
    try {
      while (schedules.contains(Thread.currentThread())) {
        TimeUnit.NANOSECONDS.sleep(period.toNanos());
        try {
          task.run();
        } catch (Throwable e) {
          logger().log(System.Logger.Level.WARNING, "a scheduled task failed: " + Faults.render(e));
        }
      }
    } catch (InterruptedException e) {
      // Interrupted means cancelled: the thread simply ends.
      schedules.remove(Thread.currentThread());
    }
  }

  @Override
  public KeyValueStore keyValueStore(String namespace) {
    checkRunning();
    return environment
        .stores()
        .computeIfAbsent(
            id + "/" + namespace, _ -> new LocalKeyValueStore(environment.clock(), STORE_BYTES));
  }

  @Override
  public Path dataFolder() {
    checkRunning();
    Path folder = environment.dataFolder().resolve(id);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be made", e);
    }
  }

  private void checkRunning() {
    if (stopped) {
      throw new IllegalStateException("plugin stopped");
    }
  }

  synchronized void close() {
    stopped = true;
    schedules.forEach(Thread::interrupt);
    schedules.clear();
    if (executor != null) {
      executor.shutdownNow();
      executor = null;
    }
  }
}
