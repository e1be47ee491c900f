package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.plugin.Generation;
import dev.gatehouse.kernel.plugin.GenerationHolder;
import dev.gatehouse.kernel.plugin.policy.CallOutcome;
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
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("gatehouse.outcome");
  private static final AttributeKey<String> ORIGIN = AttributeKey.stringKey("server.address");
  private static final AttributeKey<String> STATE = AttributeKey.stringKey("gatehouse.state");

  private static final AttributeKey<String> REASON = AttributeKey.stringKey("gatehouse.reason");
  private static final CallOutcome[] OUTCOMES = CallOutcome.values();

  private final GenerationHolder generations;
  private final Linker linker;
  private final Admission admission;
  private final Watchdog watchdog;
  private final SinkQueues queues;
  private final ClientPool pool;
  private @Nullable OpenTelemetry registered;

  /// Makes the metrics of a gateway.
  public KernelMetrics(
      GenerationHolder generations,
      Linker linker,
      Admission admission,
      Watchdog watchdog,
      SinkQueues queues,
      ClientPool pool) {
    this.generations = generations;
    this.linker = linker;
    this.admission = admission;
    this.watchdog = watchdog;
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
        "gatehouse.exchanges.cut",
        "Exchanges that were cut because their time was over: their configuration was replaced, or the gateway stops.",
        this::cut);
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
    counter(meter, "gateway.plugin.calls", "Calls of extensions by how they ended.", this::calls);
    counter(
        meter,
        "gateway.plugin.stream.events",
        "Events of streams that passed a filter.",
        this::events);
    gauge(meter, "gateway.plugin.inflight", "Calls of extensions that go on.", this::running);
    gauge(
        meter,
        "gateway.plugin.state",
        "1 for an instance that works, 0 while it is left alone.",
        this::states);
    counter(
        meter,
        "gateway.plugin.reloads",
        "Generations that went live since the start.",
        m -> m.record(number()));
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
        "gateway.plugin.stuck",
        "Calls that were given up because they took no notice of the end of their time, and still hold a thread.",
        m -> m.record(watchdog.stuck()));
    gauge(
        meter,
        "gatehouse.config.generations.in_use",
        "The generation that serves, and those before it with which exchanges still go on.",
        m -> m.record(generations.generationsInUse()));
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

  private void cut(ObservableLongMeasurement measurement) {
    measurement.record(watchdog.replaced(), Attributes.of(REASON, "replaced"));
    measurement.record(watchdog.stopped(), Attributes.of(REASON, "stopping"));
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
    hooks((plugin, extension, instance, hook) -> {
      for (CallOutcome outcome : OUTCOMES) {
        long count = hook.count(outcome);
        if (count > 0) {
          measurement.record(
              count,
              HookLabels.of(plugin, extension, instance, hook).toBuilder()
                  .put(OUTCOME, outcome.label())
                  .build());
        }
      }
    });
  }

  private void events(ObservableLongMeasurement measurement) {
    hooks((plugin, extension, instance, hook) -> {
      if (hook.events() > 0) {
        measurement.record(hook.events(), HookLabels.of(plugin, extension, instance, hook));
      }
    });
  }

  private void running(ObservableLongMeasurement measurement) {
    gates((plugin, extension, instance, gate) ->
        measurement.record(gate.running(), HookLabels.of(plugin, extension, instance)));
  }

  /// 1 for what works, 0 for what is left alone.
  private void states(ObservableLongMeasurement measurement) {
    gates((plugin, extension, instance, gate) ->
        measurement.record(
            gate.breaker().tripped() ? 0 : 1, HookLabels.of(plugin, extension, instance)));
  }

  private void hooks(Generation.HookReader reader) {
    generations.read(generation -> generation.hooks(reader));
  }

  private void gates(Generation.GateReader reader) {
    generations.read(generation -> generation.gates(reader));
  }

  private long number() {
    var last = generations.lastReload();
    return last == null ? 0 : last.generation();
  }
}
