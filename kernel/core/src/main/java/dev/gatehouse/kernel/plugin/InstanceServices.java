package dev.gatehouse.kernel.plugin;

import dev.gatehouse.sdk.log.ContentReader;
import dev.gatehouse.sdk.plugin.ConfiguredConsumer;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import dev.gatehouse.sdk.plugin.PluginContext;
import dev.gatehouse.sdk.plugin.Secrets;
import dev.gatehouse.sdk.store.ByteCache;
import dev.gatehouse.sdk.store.KeyValueStore;
import dev.gatehouse.sdk.store.QuotaStore;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import tools.jackson.databind.json.JsonMapper;

/// The services of one instance: those of its plugin and what its configuration adds.
record InstanceServices(
    PluginContext plugin,
    String instance,
    List<ConfiguredConsumer> consumers,
    ContentReader contentReader)
    implements ExtensionContext {
  @Override
  public String pluginId() {
    return plugin.pluginId();
  }

  @Override
  public String pluginVersion() {
    return plugin.pluginVersion();
  }

  @Override
  public System.Logger logger() {
    return plugin.logger();
  }

  @Override
  public Clock clock() {
    return plugin.clock();
  }

  @Override
  public Meter meter() {
    return plugin.meter();
  }

  @Override
  public Tracer tracer() {
    return plugin.tracer();
  }

  @Override
  public ExecutorService executor() {
    return plugin.executor();
  }

  @Override
  public ExecutorService cpuExecutor() {
    return plugin.cpuExecutor();
  }

  @Override
  public HttpClient httpClient() {
    return plugin.httpClient();
  }

  @Override
  public JsonMapper json() {
    return plugin.json();
  }

  @Override
  public Secrets secrets() {
    return plugin.secrets();
  }

  @Override
  public QuotaStore quota() {
    return plugin.quota();
  }

  @Override
  public ByteCache cache(String name) {
    return plugin.cache(name);
  }

  @Override
  public AutoCloseable schedule(Duration period, Runnable task) {
    return plugin.schedule(period, task);
  }

  @Override
  public KeyValueStore keyValueStore(String namespace) {
    return plugin.keyValueStore(namespace);
  }

  @Override
  public Path dataFolder() {
    return plugin.dataFolder();
  }
}
