package dev.gatehouse.sdk.plugin;

import dev.gatehouse.sdk.store.ByteCache;
import dev.gatehouse.sdk.store.KeyValueStore;
import dev.gatehouse.sdk.store.QuotaStore;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import tools.jackson.databind.json.JsonMapper;

/// Services of the kernel for one plugin. Thread-safe.
///
/// Everything obtained here is tracked and released when the plugin stops; later use throws
/// [IllegalStateException] "plugin stopped". Prefer these to own threads, timers and clients, which
/// would keep the plugin's classes alive.
public interface PluginContext {
  /// Returns the plugin's id.
  String pluginId();

  /// Returns the plugin's version.
  String pluginVersion();

  /// Returns a logger whose lines name the plugin.
  System.Logger logger();

  /// Returns the clock of the gateway; tests set it.
  Clock clock();

  /// Returns a meter named after the plugin. Instruments are removed when the plugin stops.
  Meter meter();

  /// Returns a tracer named after the plugin.
  Tracer tracer();

  /// Returns an executor of virtual threads, for work that waits; tasks still running at stop are
  /// interrupted.
  ExecutorService executor();

  /// Returns an executor of a few platform threads, for work that computes: on a virtual thread it
  /// would keep others waiting, since those are not preempted. What comes when its queue is full is
  /// refused with a [java.util.concurrent.RejectedExecutionException]. Tasks still running at stop
  /// are interrupted.
  ExecutorService cpuExecutor();

  /// Returns a client for calls to other services, shared by the plugin's instances. It may call
  /// the hosts that the plugin's descriptor lists under `egress` and no other; a call to another
  /// one fails with a [SecurityException] that says what to declare. Connecting takes at most 10 s;
  /// requests without a time limit get one of 30 s. The trace context of the calling thread's span
  /// is sent along. Closing it does nothing; the kernel closes it when the plugin stops.
  HttpClient httpClient();

  /// Returns a mapper that belongs to the plugin alone, so that what it learns about the plugin's
  /// classes goes when they go.
  JsonMapper json();

  /// Returns secrets by reference.
  Secrets secrets();

  /// Runs a task again and again on a virtual thread, first after one period. An exception is
  /// logged and does not end the series.
  ///
  /// @return closes the schedule
  AutoCloseable schedule(Duration period, Runnable task);

  /// Returns the store of a namespace, which is the plugin's own.
  KeyValueStore keyValueStore(String namespace);

  /// Returns the plugin's quotas.
  QuotaStore quota();

  /// Returns the cache of a name, which is the plugin's own; each may hold 64 MiB.
  ByteCache cache(String name);

  /// Returns a folder that belongs to the plugin id, created if needed, kept over restarts.
  Path dataFolder();
}
