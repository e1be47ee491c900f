package dev.gatehouse.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Label sets of metrics, made once for each combination and then reused, since making them is what
/// costs most on the path of an exchange. Thread-safe.
///
/// Holds a bounded number of sets. Further ones still work and are made anew each time; the SDK
/// folds what exceeds its own cardinality limit into one series.
final class Labels {
  /// The labels of one attempt.
  ///
  /// @param plain for durations
  /// @param input for input tokens
  /// @param output for output tokens
  record OfAttempt(Attributes plain, Attributes input, Attributes output) {}

  private sealed interface Key {
    record Server(String method, String scheme, int status, String route, @Nullable String error)
        implements Key {}

    record Active(String method, String scheme) implements Key {}

    record Ended(String route, String outcome, @Nullable String answeredBy) implements Key {}

    record Plain(String method, @Nullable Host host, int status, @Nullable String error)
        implements Key {}

    record Exposed(String experiment, String variant) implements Key {}

    record Model(String provider, @Nullable String model) implements Key {}

    record Try(
        String operation,
        String provider,
        @Nullable String model,
        @Nullable String answered,
        @Nullable String error)
        implements Key {}
  }

  private final int bound;
  private final ConcurrentHashMap<Key, OfAttempt> made = new ConcurrentHashMap<>();

  /// @param bound the largest number of sets to keep
  Labels(int bound) {
    this.bound = bound;
  }

  Attributes server(
      String method, String scheme, int status, String route, @Nullable String error) {
    return plain(
        new Key.Server(method, scheme, status, route, error),
        key -> {
          AttributesBuilder labels =
              Attributes.builder()
                  .put(Names.METHOD, method)
                  .put(Names.SCHEME, scheme)
                  .put(Names.ROUTE, route)
                  .put(Names.ERROR_TYPE, error);
          return status > 0 ? labels.put(Names.STATUS, status) : labels;
        });
  }

  Attributes active(String method, String scheme) {
    return plain(
        new Key.Active(method, scheme),
        key -> Attributes.builder().put(Names.METHOD, method).put(Names.SCHEME, scheme));
  }

  Attributes ended(String route, String outcome, @Nullable String answeredBy) {
    return plain(
        new Key.Ended(route, outcome, answeredBy),
        key ->
            Attributes.builder()
                .put(Names.GATEHOUSE_ROUTE, route)
                .put(Names.OUTCOME, outcome)
                .put(Names.ANSWERED_BY, answeredBy));
  }

  Attributes plainAttempt(String method, @Nullable Host host, int status, @Nullable String error) {
    return plain(
        new Key.Plain(method, host, status, error),
        key -> {
          AttributesBuilder labels =
              Attributes.builder().put(Names.METHOD, method).put(Names.ERROR_TYPE, error);
          if (host != null) {
            labels.put(Names.SERVER_ADDRESS, host.address()).put(Names.SERVER_PORT, host.port());
          }
          return status > 0 ? labels.put(Names.STATUS, status) : labels;
        });
  }

  Attributes exposed(String experiment, String variant) {
    return plain(
        new Key.Exposed(experiment, variant),
        key -> Attributes.builder().put(Names.FLAG, experiment).put(Names.VARIANT, variant));
  }

  Attributes model(String provider, @Nullable String model) {
    return plain(
        new Key.Model(provider, model),
        key -> Attributes.builder().put(Names.PROVIDER, provider).put(Names.REQUEST_MODEL, model));
  }

  OfAttempt attempt(
      String operation,
      String provider,
      @Nullable String model,
      @Nullable String answered,
      @Nullable String error) {
    return get(
        new Key.Try(operation, provider, model, answered, error),
        key -> {
          Attributes labels =
              Attributes.builder()
                  .put(Names.OPERATION, operation)
                  .put(Names.PROVIDER, provider)
                  .put(Names.REQUEST_MODEL, model)
                  .put(Names.RESPONSE_MODEL, answered)
                  .put(Names.ERROR_TYPE, error)
                  .build();
          return new OfAttempt(
              labels,
              Instruments.withTokenType(labels, "input"),
              Instruments.withTokenType(labels, "output"));
        });
  }

  private Attributes plain(Key key, Function<Key, AttributesBuilder> make) {
    return get(
            key,
            asked -> {
              Attributes labels = make.apply(asked).build();
              return new OfAttempt(labels, labels, labels);
            })
        .plain();
  }

  private OfAttempt get(Key key, Function<Key, OfAttempt> make) {
    OfAttempt known = made.get(key);
    if (known != null) {
      return known;
    }
    OfAttempt fresh = make.apply(key);
    if (made.size() < bound) {
      made.put(key, fresh);
    }
    return fresh;
  }

  int size() {
    return made.size();
  }
}
