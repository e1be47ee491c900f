package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.config.PluginsConfig;
import dev.gatehouse.kernel.pipeline.FilterLink.Hook;
import dev.gatehouse.kernel.plugin.policy.CallOutcome;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Locale;

/// Gives calls of filters a span below that of their exchange: slow ones, or all. Immutable.
final class HookSpans {
  private static final AttributeKey<String> PLUGIN = AttributeKey.stringKey("gatehouse.plugin");
  private static final AttributeKey<String> INSTANCE = AttributeKey.stringKey("gatehouse.instance");
  private static final AttributeKey<String> HOOK = AttributeKey.stringKey("gatehouse.hook");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("gatehouse.outcome");

  private final Tracer tracer;
  private final long fromNanos;

  HookSpans(OpenTelemetry telemetry, PluginsConfig config) {
    this.tracer = telemetry.getTracer("dev.gatehouse.kernel");
    this.fromNanos =
        switch (config.spans()) {
          case SLOW -> config.slow().toNanos();
          case ALL -> 0;
          case NONE -> Long.MAX_VALUE;
        };
  }

  /// Takes a call that has just ended.
  void took(
      LiveExchange exchange, FilterLink link, Hook hook, CallOutcome outcome, long tookNanos) {
    if (tookNanos < fromNanos) {
      return;
    }
    Span parent = exchange.span();
    if (!parent.isRecording()) {
      return;
    }
    Instant end = Instant.now();
    Span span =
        tracer
            .spanBuilder("filter " + link.name())
            .setParent(Context.root().with(parent))
            .setStartTimestamp(end.minusNanos(tookNanos))
            .setAttribute(PLUGIN, link.installed().pluginId())
            .setAttribute(INSTANCE, link.name())
            .setAttribute(HOOK, hook.name().toLowerCase(Locale.ROOT))
            .setAttribute(OUTCOME, outcome.label())
            .startSpan();
    if (outcome == CallOutcome.ERROR || outcome == CallOutcome.TIMEOUT) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end(end);
  }
}
