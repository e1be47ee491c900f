package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.plugin.GenerationHolder;
import dev.gatehouse.kernel.plugin.PluginStatus;
import dev.gatehouse.kernel.record.SinkQueue;
import dev.gatehouse.kernel.wire.ClientPool;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import org.jspecify.annotations.Nullable;

/// What the kernel counts, read when metrics are collected. Costs serving nothing.
public final class KernelMetrics {
  private static final AttributeKey<String> SINK = AttributeKey.stringKey("gatehouse.sink");
  private static final AttributeKey<String> PLUGIN = AttributeKey.stringKey("gatehouse.plugin");
  private static final AttributeKey<String> INSTANCE = AttributeKey.stringKey("gatehouse.instance");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("gatehouse.outcome");
  private static final AttributeKey<String> ORIGIN = AttributeKey.stringKey("server.address");
  private static final AttributeKey<String> STATE = AttributeKey.stringKey("gatehouse.state");

  private final GenerationHolder generations;
  private final Linker linker;
  private final Admission admission;
  private final SinkQueues queues;
  private final ClientPool pool;
  private @Nullable OpenTelemetry registered;

  /// Makes the metrics of a gateway.
  public KernelMetrics(
      GenerationHolder generations,
      Linker linker,
      Admission admission,
      SinkQueues queues,
      ClientPool pool) {
    this.generations = generations;
    this.linker = linker;
    this.admission = admission;
    this.queues = queues;
    this.pool = pool;
  }

  /// Registers the instruments with the telemetry of the running generation, if it is another one
  /// than before. Called by one thread at a time.
  public void follow() {
    OpenTelemetry telemetry = generations.openTelemetry();
    if (telemetry.equals(registered)) {
      return;
    }
    registered = telemetry;
    Meter meter = telemetry.getMeter("dev.gatehouse.kernel");
    gauge(
        meter,
        "gatehouse.exchanges.in_flight",
        "Exchanges that go on.",
        m -> m.record(admission.inFlight()));
    gauge(
        meter,
        "gatehouse.bytes.in_flight",
        "Bytes of declared request bodies in flight.",
        m -> m.record(admission.inFlightBytes()));
    counter(
        meter,
        "gatehouse.exchanges.shed",
        "Exchanges refused because there was no room.",
        m -> m.record(admission.shed()));
    counter(
        meter,
        "gatehouse.requests.malformed",
        "Requests that could not be read.",
        m -> m.record(admission.malformedRequests()));
    counter(
        meter,
        "gatehouse.log.dropped",
        "Records dropped because a sink's queue was full.",
        m -> sinks(m, SinkQueue::dropped));
    counter(
        meter,
        "gatehouse.log.failed",
        "Records that a sink failed to take.",
        m -> sinks(m, SinkQueue::failed));
    gauge(
        meter,
        "gatehouse.log.queued",
        "Bytes of records that wait for a sink.",
        m -> sinks(m, SinkQueue::bytes));
    gauge(meter, "gatehouse.upstream.connections", "Connections to upstreams.", this::connections);
    counter(meter, "gatehouse.plugin.calls", "Calls of extensions.", this::calls);
    counter(
        meter,
        "gatehouse.tags.dropped",
        "Tags that were one too many for their exchange.",
        m -> m.record(linker.tagsDropped()));
    gauge(
        meter,
        "gateway.plugin.loaders.retired_alive",
        "Class loaders of stopped plugins that are still in memory.",
        m -> m.record(generations.retiredLoadersAlive()));
    gauge(
        meter,
        "gatehouse.config.generation",
        "The generation that serves.",
        m -> m.record(number()));
  }

  private interface Reading {
    void record(ObservableLongMeasurement measurement);
  }

  private static void gauge(Meter meter, String name, String description, Reading reading) {
    meter
        .gaugeBuilder(name)
        .ofLongs()
        .setDescription(description)
        .buildWithCallback(reading::record);
  }

  private static void counter(Meter meter, String name, String description, Reading reading) {
    meter.counterBuilder(name).setDescription(description).buildWithCallback(reading::record);
  }

  private interface OfQueue {
    long of(SinkQueue queue);
  }

  private void sinks(ObservableLongMeasurement measurement, OfQueue value) {
    for (SinkQueue queue : queues.all()) {
      measurement.record(value.of(queue), Attributes.of(SINK, queue.name()));
    }
  }

  private void connections(ObservableLongMeasurement measurement) {
    pool.counts()
        .forEach((origin, count) -> {
          String address = origin.authority();
          measurement.record(count.idle(), Attributes.of(ORIGIN, address, STATE, "idle"));
          measurement.record(
              count.open() - count.idle(), Attributes.of(ORIGIN, address, STATE, "used"));
        });
  }

  private void calls(ObservableLongMeasurement measurement) {
    instances((plugin, instance) -> {
      long bad = instance.errors() + instance.timeouts();
      measurement.record(Math.max(0, instance.calls() - bad), attributes(plugin, instance, "ok"));
      measurement.record(instance.errors(), attributes(plugin, instance, "error"));
      measurement.record(instance.timeouts(), attributes(plugin, instance, "timeout"));
    });
  }

  private static Attributes attributes(
      String plugin, PluginStatus.InstanceStatus instance, String outcome) {
    return Attributes.of(PLUGIN, plugin, INSTANCE, instance.name(), OUTCOME, outcome);
  }

  private interface EachInstance {
    void take(String plugin, PluginStatus.InstanceStatus instance);
  }

  private void instances(EachInstance each) {
    for (PluginStatus plugin : generations.plugins()) {
      plugin.instances().forEach(instance -> each.take(plugin.id(), instance));
    }
  }

  private long number() {
    var last = generations.lastReload();
    return last == null ? 0 : last.generation();
  }
}
