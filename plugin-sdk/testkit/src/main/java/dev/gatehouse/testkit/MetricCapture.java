package dev.gatehouse.testkit;

import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Attempt;
import dev.gatehouse.sdk.exchange.Completion;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.telemetry.AttemptTrace;
import dev.gatehouse.sdk.telemetry.ExchangeTrace;
import dev.gatehouse.sdk.telemetry.Telemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.Collection;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// A plugin that keeps the metrics of a gateway, of the kernel and of all its plugins, in place of
/// an exporter. Give it to [TestGateway#of]; a gateway has one telemetry, so no other may be there.
/// Spans are not kept. Thread-safe.
///
/// ```java
/// final MetricCapture metrics = new MetricCapture();
/// ...
/// assertThat(metrics.value("gatehouse.cache.hits")).isEqualTo(1);
/// ```
public final class MetricCapture implements GatewayPlugin {
  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final OpenTelemetry telemetry =
      OpenTelemetrySdk.builder()
          .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(reader).build())
          .build();

  /// Nothing to set.
  public record Config() {}

  /// Makes a capture that is empty.
  public MetricCapture() {}

  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(
            Telemetry.POINT,
            "metric-capture",
            Config.class,
            (config, context) -> new Capturing(telemetry))
        .section()
        .description("Keeps metrics for tests.");
  }

  /// Returns the sum of a counter's or a gauge's values, or how often a histogram was recorded; 0
  /// when there is no such metric. Whole numbers only.
  ///
  /// @param name the instrument's name, such as `gateway.plugin.calls`
  /// @param attributes key, value, key, value, ... that have to be there; others may be there too
  public long value(String name, String... attributes) {
    return reader.collectAllMetrics().stream()
        .filter(metric -> metric.getName().equals(name))
        .mapToLong(metric -> value(metric, attributes))
        .sum();
  }

  private static long value(MetricData metric, String... wanted) {
    return switch (metric.getType()) {
      case LONG_SUM -> sum(metric.getLongSumData().getPoints(), LongPointData::getValue, wanted);
      case LONG_GAUGE ->
          sum(metric.getLongGaugeData().getPoints(), LongPointData::getValue, wanted);
      case HISTOGRAM ->
          sum(metric.getHistogramData().getPoints(), HistogramPointData::getCount, wanted);
      default -> throw new IllegalArgumentException(metric.getName() + " is a " + metric.getType());
    };
  }

  private static <P extends PointData> long sum(
      Collection<P> points, ToLongFunction<P> value, String... wanted) {
    return points.stream()
        .filter(point -> has(point.getAttributes(), wanted))
        .mapToLong(value)
        .sum();
  }

  private static boolean has(Attributes all, String... wanted) {
    for (int i = 0; i < wanted.length; i += 2) {
      if (!wanted[i + 1].equals(all.get(AttributeKey.stringKey(wanted[i])))) {
        return false;
      }
    }
    return true;
  }

  /// Gives instruments out and makes no spans.
  private record Capturing(OpenTelemetry openTelemetry) implements Telemetry {
    @Override
    public ExchangeTrace begin(Exchange exchange) {
      return NoTrace.NONE;
    }
  }

  /// The trace of every exchange and attempt.
  private enum NoTrace implements ExchangeTrace, AttemptTrace {
    /// The only one.
    NONE;

    @Override
    public Span span() {
      return Span.getInvalid();
    }

    @Override
    public AttemptTrace attempt(
        Exchange exchange, int number, Target target, String system, Headers outgoing) {
      return this;
    }

    @Override
    public void end(Exchange exchange, Completion completion) {}

    @Override
    public void chunk(long nanos) {}

    @Override
    public void end(
        Attempt attempt,
        @Nullable String responseModel,
        @Nullable String finishReason,
        @Nullable Usage usage) {}
  }
}
