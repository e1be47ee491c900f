package dev.gatehouse.telemetry;

import dev.gatehouse.sdk.http.Headers;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Carries trace context from clients to upstreams in the configured formats (W3C Trace Context,
/// W3C Baggage, B3, Jaeger). Thread-safe.
final class Propagation {
  private static final TextMapGetter<Headers> READ =
      new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable Headers carrier, String key) {
          return carrier == null ? null : carrier.value(key);
        }

        @Override
        public Iterator<String> getAll(@Nullable Headers carrier, String key) {
          return (carrier == null ? List.<String>of() : carrier.all(key)).iterator();
        }
      };
  private static final TextMapSetter<Headers> WRITE =
      (carrier, key, value) -> {
        if (carrier != null) {
          carrier.set(key, value);
        }
      };

  private final TextMapPropagator propagator;
  private final List<String> fields;
  private final boolean forwardBaggage;

  Propagation(TextMapPropagator propagator, boolean forwardBaggage) {
    this.propagator = propagator;
    this.fields = List.copyOf(propagator.fields());
    this.forwardBaggage = forwardBaggage;
  }

  /// Returns the caller's context, or the root context when the fields hold none.
  Context read(Headers incoming) {
    return propagator.extract(Context.root(), incoming, READ);
  }

  /// Writes a context in place of what stood there before. The caller's own fields must not pass
  /// along: they would name another parent.
  void write(Context context, Headers outgoing) {
    for (String field : fields) {
      outgoing.remove(field);
    }
    if (forwardBaggage) {
      propagator.inject(context, outgoing, WRITE);
    } else {
      outgoing.remove("baggage");
      propagator.inject(context.with(Baggage.empty()), outgoing, WRITE);
    }
  }
}
