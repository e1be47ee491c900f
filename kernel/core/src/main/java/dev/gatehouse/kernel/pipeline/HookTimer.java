package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.plugin.Installed;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import java.util.List;

/// Measures how long the hooks of one filter take. Thread-safe.
final class HookTimer {
  // From a hook that only looks to one that asks somebody else; a hook has a second unless it says
  // otherwise.
  private static final List<Double> BOUNDS =
      List.of(0.00001, 0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0);

  private final DoubleHistogram histogram;
  private final Attributes attributes;

  /// Makes the timer of an instance.
  HookTimer(OpenTelemetry telemetry, Installed<?> installed) {
    this.histogram =
        telemetry
            .getMeter("dev.gatehouse.kernel")
            .histogramBuilder("gatehouse.plugin.duration")
            .setUnit("s")
            .setDescription("Time that each call of a filter's hook takes.")
            .setExplicitBucketBoundariesAdvice(BOUNDS)
            .build();
    this.attributes =
        Attributes.of(
            AttributeKey.stringKey("gatehouse.plugin"),
            installed.pluginId(),
            AttributeKey.stringKey("gatehouse.instance"),
            installed.instance(),
            AttributeKey.stringKey("gatehouse.stage"),
            installed.stage().name().toLowerCase(java.util.Locale.ROOT));
  }

  void took(long nanos) {
    histogram.record(nanos / 1e9, attributes);
  }
}
