package dev.gatehouse.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/// The metrics of exchanges and attempts. Thread-safe.
///
/// Buckets of GenAI metrics are those of the conventions; HTTP durations get further ones up to ten
/// minutes, since models think longer than web servers.
final class Instruments {
  private static final List<Double> GENAI_SECONDS =
      DoubleStream.iterate(0.01, bound -> bound * 2)
          .limit(14)
          .map(Instruments::plain)
          .boxed()
          .toList();
  private static final List<Long> TOKENS =
      LongStream.iterate(1, bound -> bound * 4).limit(14).boxed().toList();
  private static final List<Double> HTTP_SECONDS =
      List.of(
          0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0, 15.0,
          30.0, 60.0, 120.0, 300.0, 600.0);

  private final DoubleHistogram serverDuration;
  private final LongUpDownCounter activeRequests;
  private final DoubleHistogram httpClientDuration;
  private final DoubleHistogram operationDuration;
  private final DoubleHistogram firstChunk;
  private final DoubleHistogram perChunk;
  private final LongHistogram tokens;
  private final LongCounter exchanges;
  private final LongCounter exposures;
  private final DoubleCounter cost;

  Instruments(Meter meter) {
    serverDuration =
        seconds(
            meter,
            "http.server.request.duration",
            "Duration of HTTP server requests.",
            HTTP_SECONDS);
    activeRequests =
        meter
            .upDownCounterBuilder("http.server.active_requests")
            .setUnit("{request}")
            .setDescription("Number of active HTTP server requests.")
            .build();
    httpClientDuration =
        seconds(
            meter,
            "http.client.request.duration",
            "Duration of requests to upstreams that are no models.",
            HTTP_SECONDS);
    operationDuration =
        seconds(
            meter,
            "gen_ai.client.operation.duration",
            "Duration of one attempt at a model.",
            GENAI_SECONDS);
    firstChunk =
        seconds(
            meter,
            "gen_ai.client.operation.time_to_first_chunk",
            "Time from the begin of an attempt to the first content of its stream.",
            GENAI_SECONDS);
    perChunk =
        seconds(
            meter,
            "gen_ai.client.operation.time_per_output_chunk",
            "Time between two content events of a stream.",
            GENAI_SECONDS);
    tokens =
        meter
            .histogramBuilder("gen_ai.client.token.usage")
            .ofLongs()
            .setUnit("{token}")
            .setDescription("Tokens used by an attempt, as the provider counted them.")
            .setExplicitBucketBoundariesAdvice(TOKENS)
            .build();
    exchanges =
        meter
            .counterBuilder("gatehouse.exchanges")
            .setUnit("{exchange}")
            .setDescription("Exchanges that ended, by outcome.")
            .build();
    exposures =
        meter
            .counterBuilder("gatehouse.experiment.exposures")
            .setUnit("{exposure}")
            .setDescription("Exchanges that took part in an experiment, by variant.")
            .build();
    cost =
        meter
            .counterBuilder("gatehouse.cost")
            .ofDoubles()
            .setUnit("{USD}")
            .setDescription("Cost of exchanges in US dollars, where a price is known.")
            .build();
  }

  DoubleHistogram serverDuration() {
    return serverDuration;
  }

  LongUpDownCounter activeRequests() {
    return activeRequests;
  }

  DoubleHistogram httpClientDuration() {
    return httpClientDuration;
  }

  DoubleHistogram operationDuration() {
    return operationDuration;
  }

  DoubleHistogram firstChunk() {
    return firstChunk;
  }

  DoubleHistogram perChunk() {
    return perChunk;
  }

  LongHistogram tokens() {
    return tokens;
  }

  LongCounter exchanges() {
    return exchanges;
  }

  LongCounter exposures() {
    return exposures;
  }

  DoubleCounter cost() {
    return cost;
  }

  /// Returns a new label set for a metric with the kind of tokens added.
  static Attributes withTokenType(Attributes labels, String type) {
    return labels.toBuilder().put(Names.TOKEN_TYPE, type).build();
  }

  private static DoubleHistogram seconds(
      Meter meter, String name, String description, List<Double> buckets) {
    return meter
        .histogramBuilder(name)
        .setUnit("s")
        .setDescription(description)
        .setExplicitBucketBoundariesAdvice(buckets)
        .build();
  }

  /// Takes away what doubling adds behind the second digit, so that bounds print as written.
  private static double plain(double bound) {
    return Math.round(bound * 100) / 100.0;
  }
}
