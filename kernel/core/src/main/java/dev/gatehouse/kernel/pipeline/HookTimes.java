package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.plugin.GenerationHolder;
import dev.gatehouse.kernel.plugin.policy.HookStats;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Carries the durations of hooks into the histogram `gateway.plugin.duration`, once a second.
///
/// A histogram takes a lock and looks its labels up at each record, which is more than most hooks
/// cost. So serving only adds to counters, and what they gained is recorded here: as many values as
/// there were calls, each the mean of its class, so that counts and sums are exact and quantiles as
/// exact as the classes.
public final class HookTimes implements AutoCloseable {
  private static final long PERIOD = 1;
  // More of one hook in a second are recorded as fewer of the same mean next time.
  private static final long MOST = 1_000_000;

  private final GenerationHolder generations;
  private final Thread thread;
  private @Nullable OpenTelemetry telemetry;
  private @Nullable DoubleHistogram histogram;

  /// Starts.
  public HookTimes(GenerationHolder generations) {
    this.generations = generations;
    this.thread = Thread.ofPlatform().name("gatehouse-hook-times").daemon().start(this::run);
  }

  private void run() {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(PERIOD);
        tell();
      }
    } catch (InterruptedException e) {
      // Interrupted means closed; the calls of the last second still count.
      tell();
    }
  }

  private void tell() {
    DoubleHistogram durations = histogram();
    generations.read(generation ->
        generation.hooks((plugin, extension, instance, hook) -> {
          Attributes labels = HookLabels.of(plugin, extension, instance, hook);
          hook.tell((mean, count) -> {
            for (long i = Math.min(count, MOST); i > 0; i--) {
              durations.record(mean, labels);
            }
          });
        }));
  }

  private DoubleHistogram histogram() {
    OpenTelemetry now = generations.openTelemetry();
    DoubleHistogram present = histogram;
    if (present == null || !now.equals(telemetry)) {
      telemetry = now;
      present =
          now.getMeter("dev.gatehouse.kernel")
              .histogramBuilder("gateway.plugin.duration")
              .setUnit("s")
              .setDescription("Time that calls of hooks take; of events of streams, one of 64.")
              .setExplicitBucketBoundariesAdvice(HookStats.BOUNDS)
              .build();
      histogram = present;
    }
    return present;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
