package dev.gatehouse.kernel.plugin.service;

import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleCounterBuilder;
import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.DoubleUpDownCounter;
import io.opentelemetry.api.metrics.DoubleUpDownCounterBuilder;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.LongGaugeBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleCounter;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableDoubleUpDownCounter;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableLongUpDownCounter;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.function.Consumer;

/// A meter whose instruments with callbacks go when the plugin stops: a callback is the plugin's
/// own code, and would keep its classes. Other instruments hold nothing of a plugin and pass as
/// they are.
public final class TrackedMeter implements Meter {
  private final Meter meter;
  private final Released released;

  /// Makes a meter that leaves what has to be closed with `released`.
  public TrackedMeter(Meter meter, Released released) {
    this.meter = meter;
    this.released = released;
  }

  @Override
  public LongCounterBuilder counterBuilder(String name) {
    return new LongCounters(meter.counterBuilder(name), released);
  }

  @Override
  public LongUpDownCounterBuilder upDownCounterBuilder(String name) {
    return new LongUpDowns(meter.upDownCounterBuilder(name), released);
  }

  @Override
  public DoubleHistogramBuilder histogramBuilder(String name) {
    return meter.histogramBuilder(name);
  }

  @Override
  public DoubleGaugeBuilder gaugeBuilder(String name) {
    return new DoubleGauges(meter.gaugeBuilder(name), released);
  }

  @Override
  public BatchCallback batchCallback(
      Runnable callback, ObservableMeasurement first, ObservableMeasurement... more) {
    return released.keep(meter.batchCallback(callback, first, more));
  }

  private record LongCounters(LongCounterBuilder builder, Released released)
      implements LongCounterBuilder {
    @Override
    public LongCounterBuilder setDescription(String description) {
      return new LongCounters(builder.setDescription(description), released);
    }

    @Override
    public LongCounterBuilder setUnit(String unit) {
      return new LongCounters(builder.setUnit(unit), released);
    }

    @Override
    public DoubleCounterBuilder ofDoubles() {
      return new DoubleCounters(builder.ofDoubles(), released);
    }

    @Override
    public LongCounter build() {
      return builder.build();
    }

    @Override
    public ObservableLongCounter buildWithCallback(Consumer<ObservableLongMeasurement> callback) {
      return released.keep(builder.buildWithCallback(callback));
    }

    @Override
    public ObservableLongMeasurement buildObserver() {
      return builder.buildObserver();
    }
  }

  private record DoubleCounters(DoubleCounterBuilder builder, Released released)
      implements DoubleCounterBuilder {
    @Override
    public DoubleCounterBuilder setDescription(String description) {
      return new DoubleCounters(builder.setDescription(description), released);
    }

    @Override
    public DoubleCounterBuilder setUnit(String unit) {
      return new DoubleCounters(builder.setUnit(unit), released);
    }

    @Override
    public DoubleCounter build() {
      return builder.build();
    }

    @Override
    public ObservableDoubleCounter buildWithCallback(
        Consumer<ObservableDoubleMeasurement> callback) {
      return released.keep(builder.buildWithCallback(callback));
    }

    @Override
    public ObservableDoubleMeasurement buildObserver() {
      return builder.buildObserver();
    }
  }

  private record LongUpDowns(LongUpDownCounterBuilder builder, Released released)
      implements LongUpDownCounterBuilder {
    @Override
    public LongUpDownCounterBuilder setDescription(String description) {
      return new LongUpDowns(builder.setDescription(description), released);
    }

    @Override
    public LongUpDownCounterBuilder setUnit(String unit) {
      return new LongUpDowns(builder.setUnit(unit), released);
    }

    @Override
    public DoubleUpDownCounterBuilder ofDoubles() {
      return new DoubleUpDowns(builder.ofDoubles(), released);
    }

    @Override
    public LongUpDownCounter build() {
      return builder.build();
    }

    @Override
    public ObservableLongUpDownCounter buildWithCallback(
        Consumer<ObservableLongMeasurement> callback) {
      return released.keep(builder.buildWithCallback(callback));
    }

    @Override
    public ObservableLongMeasurement buildObserver() {
      return builder.buildObserver();
    }
  }

  private record DoubleUpDowns(DoubleUpDownCounterBuilder builder, Released released)
      implements DoubleUpDownCounterBuilder {
    @Override
    public DoubleUpDownCounterBuilder setDescription(String description) {
      return new DoubleUpDowns(builder.setDescription(description), released);
    }

    @Override
    public DoubleUpDownCounterBuilder setUnit(String unit) {
      return new DoubleUpDowns(builder.setUnit(unit), released);
    }

    @Override
    public DoubleUpDownCounter build() {
      return builder.build();
    }

    @Override
    public ObservableDoubleUpDownCounter buildWithCallback(
        Consumer<ObservableDoubleMeasurement> callback) {
      return released.keep(builder.buildWithCallback(callback));
    }

    @Override
    public ObservableDoubleMeasurement buildObserver() {
      return builder.buildObserver();
    }
  }

  private record DoubleGauges(DoubleGaugeBuilder builder, Released released)
      implements DoubleGaugeBuilder {
    @Override
    public DoubleGaugeBuilder setDescription(String description) {
      return new DoubleGauges(builder.setDescription(description), released);
    }

    @Override
    public DoubleGaugeBuilder setUnit(String unit) {
      return new DoubleGauges(builder.setUnit(unit), released);
    }

    @Override
    public LongGaugeBuilder ofLongs() {
      return new LongGauges(builder.ofLongs(), released);
    }

    @Override
    public DoubleGauge build() {
      return builder.build();
    }

    @Override
    public ObservableDoubleGauge buildWithCallback(Consumer<ObservableDoubleMeasurement> callback) {
      return released.keep(builder.buildWithCallback(callback));
    }

    @Override
    public ObservableDoubleMeasurement buildObserver() {
      return builder.buildObserver();
    }
  }

  private record LongGauges(LongGaugeBuilder builder, Released released)
      implements LongGaugeBuilder {
    @Override
    public LongGaugeBuilder setDescription(String description) {
      return new LongGauges(builder.setDescription(description), released);
    }

    @Override
    public LongGaugeBuilder setUnit(String unit) {
      return new LongGauges(builder.setUnit(unit), released);
    }

    @Override
    public LongGauge build() {
      return builder.build();
    }

    @Override
    public ObservableLongGauge buildWithCallback(Consumer<ObservableLongMeasurement> callback) {
      return released.keep(builder.buildWithCallback(callback));
    }

    @Override
    public ObservableLongMeasurement buildObserver() {
      return builder.buildObserver();
    }
  }
}
