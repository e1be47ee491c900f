package dev.gatehouse.sdk.plugin;

import dev.gatehouse.sdk.store.KeyValueStore;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

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

  /// Returns an executor of virtual threads; tasks still running at stop are interrupted.
  ExecutorService executor();

  /// Runs a task again and again on a virtual thread, first after one period. An exception is
  /// logged and does not end the series.
  ///
  /// @return closes the schedule
  AutoCloseable schedule(Duration period, Runnable task);

  /// Returns the store of a namespace, which is the plugin's own.
  KeyValueStore keyValueStore(String namespace);

  /// Returns a folder that belongs to the plugin id, created if needed, kept over restarts.
  Path dataFolder();
}
