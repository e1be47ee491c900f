package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.References;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.Permissions;
import dev.gatehouse.kernel.plugin.service.GrantedSecrets;
import dev.gatehouse.kernel.plugin.service.LocalByteCache;
import dev.gatehouse.kernel.plugin.service.LocalKeyValueStore;
import dev.gatehouse.kernel.plugin.service.LocalQuotaStore;
import dev.gatehouse.kernel.plugin.service.ManagedHttpClient;
import dev.gatehouse.kernel.plugin.service.Released;
import dev.gatehouse.kernel.plugin.service.TrackedMeter;
import dev.gatehouse.sdk.plugin.PluginContext;
import dev.gatehouse.sdk.plugin.Secrets;
import dev.gatehouse.sdk.store.ByteCache;
import dev.gatehouse.sdk.store.KeyValueStore;
import dev.gatehouse.sdk.store.QuotaStore;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What the kernel gives to one plugin, released as a whole when the plugin stops.
final class PluginServices implements PluginContext {
  private static final long STORE_BYTES = 64L << 20;
  private static final int QUOTA_KEYS = 100_000;
  private static final int MOST_QUEUED = 1_000;

  /// What all plugins' services are made of.
  ///
  /// @param clock the gateway's clock
  /// @param openTelemetry asked at each use, since it arrives with a plugin itself
  /// @param dataFolder the parent of the plugins' data folders
  /// @param stores keeps local stores by plugin and namespace over reloads; bounded by what plugins
  ///   ask for
  /// @param quotas keeps quotas by plugin over reloads
  /// @param references resolves secrets
  record Environment(
      Clock clock,
      Supplier<OpenTelemetry> openTelemetry,
      Path dataFolder,
      Map<String, LocalKeyValueStore> stores,
      Map<String, QuotaStore> quotas,
      References references) {
    Environment(
        Clock clock,
        Supplier<OpenTelemetry> openTelemetry,
        Path dataFolder,
        References references) {
      this(
          clock,
          openTelemetry,
          dataFolder,
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>(),
          references);
    }
  }

  private final Environment environment;
  private final String id;
  private final String version;
  private final Set<Thread> schedules = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;
  private final Permissions permissions;
  private final Released released = new Released();
  private final JsonMapper json = JsonMapper.builder().build();
  private @Nullable ExecutorService executor;
  private @Nullable ExecutorService cpuExecutor;
  private @Nullable ManagedHttpClient httpClient;

  /// Makes the services of one version of a plugin.
  ///
  /// @param permissions what it was given
  PluginServices(Environment environment, String id, String version, Permissions permissions) {
    this.environment = environment;
    this.id = id;
    this.version = version;
    this.permissions = permissions;
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
    checkRunning();
    return new TrackedMeter(
        environment.openTelemetry().get().getMeter("dev.gatehouse.plugin." + id), released);
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
  public synchronized ExecutorService cpuExecutor() {
    checkRunning();
    ExecutorService made = cpuExecutor;
    if (made == null) {
      int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
      made =
          new ThreadPoolExecutor(
              threads,
              threads,
              10,
              TimeUnit.SECONDS,
              new ArrayBlockingQueue<>(MOST_QUEUED),
              Thread.ofPlatform().daemon().name("plugin-" + id + "-cpu-", 0).factory());
      cpuExecutor = made;
    }
    return made;
  }

  @Override
  public synchronized HttpClient httpClient() {
    checkRunning();
    ManagedHttpClient made = httpClient;
    if (made == null) {
      made = new ManagedHttpClient(id, permissions.egress());
      httpClient = made;
    }
    return made;
  }

  @Override
  public JsonMapper json() {
    return json;
  }

  @Override
  public Secrets secrets() {
    checkRunning();
    return new GrantedSecrets(id, permissions.secrets(), environment.references());
  }

  @Override
  public QuotaStore quota() {
    checkRunning();
    return environment
        .quotas()
        .computeIfAbsent(id, _ -> new LocalQuotaStore(environment.clock(), QUOTA_KEYS));
  }

  @Override
  public ByteCache cache(String name) {
    return new LocalByteCache(store("cache/" + name), STORE_BYTES);
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
    return store("store/" + namespace);
  }

  private LocalKeyValueStore store(String name) {
    checkRunning();
    return environment
        .stores()
        .computeIfAbsent(
            id + "/" + name, _ -> new LocalKeyValueStore(environment.clock(), STORE_BYTES));
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
    if (cpuExecutor != null) {
      cpuExecutor.shutdownNow();
      cpuExecutor = null;
    }
    if (httpClient != null) {
      httpClient.stop();
      httpClient = null;
    }
    released.close();
  }
}
