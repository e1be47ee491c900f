package dev.gatehouse.telemetry;

import dev.gatehouse.sdk.ByteSize;
import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.Secret;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The section `telemetry`. What is said here wins over the `OTEL_*` variables, which win over the
/// defaults; a key that is absent leaves the matter to the variables.
///
/// @param serviceName the resource attribute `service.name`
/// @param traces what becomes of spans
/// @param metrics what becomes of metrics
/// @param propagators the formats of trace context, in and out
/// @param forwardBaggage whether baggage goes to upstreams
/// @param sessionHeader the field that names the conversation
/// @param semconv the version of the GenAI semantic conventions
/// @param captureContent whether spans carry what was asked and answered
/// @param captureMaxBytes the bound of each captured side
record TelemetryConfig(
    @Option(
            description =
                "The name of this service in traces and metrics. Absent: OTEL_SERVICE_NAME, else"
                    + " gatehouse.",
            examples = "gatehouse-eu")
        @Nullable String serviceName,
    @Option(description = "What becomes of spans.") Traces traces,
    @Option(description = "What becomes of metrics.") Metrics metrics,
    @Option(
            description =
                "The formats in which trace context is read from clients and written to upstreams:"
                    + " tracecontext, baggage, b3, b3multi, jaeger. Empty: OTEL_PROPAGATORS, else"
                    + " tracecontext and baggage.",
            examples = "[tracecontext, b3]")
        List<@Pattern(regexp = "tracecontext|baggage|b3|b3multi|jaeger") String> propagators,
    @Option(
            description =
                "Sends the baggage of the client on to upstreams. Off, because model providers are"
                    + " third parties and baggage may name people.",
            defaultValue = "false")
        boolean forwardBaggage,
    @Option(
            description =
                "The request field whose value becomes gen_ai.conversation.id of the spans.",
            defaultValue = "x-session-id",
            advanced = true)
        @NotBlank
        String sessionHeader,
    @Option(
            description = "The version of the GenAI semantic conventions that names follow.",
            defaultValue = "genai-1.41",
            advanced = true)
        @Pattern(regexp = "genai-1\\.41")
        String semconv,
    @Option(
            description =
                "Puts messages and answers on the client spans of models: none or full. They may"
                    + " hold personal data, and everybody who reads traces can read them then.",
            defaultValue = "none")
        Capture captureContent,
    @Option(
            description =
                "The bound of the messages, and of the answer, that one span carries. Longer texts"
                    + " are cut and marked so.",
            defaultValue = "64KiB",
            advanced = true)
        ByteSize captureMaxBytes) {
  TelemetryConfig {
    propagators = List.copyOf(propagators);
  }

  /// Where spans or metrics go.
  enum Exporter {
    /// OTLP over HTTP with protobuf.
    OTLP,
    /// Nowhere.
    NONE
  }

  /// What of the content goes on spans.
  enum Capture {
    /// Nothing.
    NONE,
    /// Messages and answers, bounded.
    FULL
  }

  /// What becomes of spans.
  ///
  /// @param exporter where they go
  /// @param endpoint the receiver
  /// @param headers sent with each export
  /// @param ratio the share of traces that is kept
  /// @param trustClientSampled whether the client's decision counts
  /// @param requestParameters whether client spans carry temperature and the like
  /// @param summary whether the server span repeats the facts of the model call
  record Traces(
      @Option(
              description =
                  "Where spans go: otlp or none. Absent: otlp when an endpoint is known from here or"
                      + " from the environment, else OTEL_TRACES_EXPORTER, else none.")
          @Nullable Exporter exporter,
      @Option(
              description =
                  "The OTLP/HTTP receiver. Without a path, /v1/traces is added. Absent:"
                      + " OTEL_EXPORTER_OTLP_TRACES_ENDPOINT or OTEL_EXPORTER_OTLP_ENDPOINT.",
              examples = "http://localhost:4318")
          @Nullable URI endpoint,
      @Option(description = "Fields sent with each export, such as authorization.")
          Map<String, Secret> headers,
      @Option(
              description =
                  "The share of traces that is kept, 0 to 1, decided by the trace id so that all"
                      + " services agree. Absent: OTEL_TRACES_SAMPLER, else 1.",
              examples = "0.1")
          @DecimalMin("0")
          @DecimalMax("1")
          @Nullable Double ratio,
      @Option(
              description =
                  "Keeps the traces that the client marked as sampled and drops the others, whatever"
                      + " the ratio says. Off, because then any client decides what tracing costs.",
              defaultValue = "false")
          boolean trustClientSampled,
      @Option(
              description =
                  "Puts max_tokens, temperature and the like on the client spans of models. Costs a"
                      + " parse of the request.",
              defaultValue = "false")
          boolean requestParameters,
      @Option(
              description =
                  "Repeats model, provider and tokens on the server span, for back ends that look at"
                      + " one span only. Switch it off for one that adds up the tokens of all spans.",
              defaultValue = "true",
              advanced = true)
          boolean summary) {
    Traces {
      headers = Map.copyOf(headers);
    }
  }

  /// What becomes of metrics.
  ///
  /// @param prometheus whether `/metrics` answers
  /// @param exporter where they are pushed to
  /// @param endpoint the receiver
  /// @param headers sent with each export
  /// @param interval how often they are pushed
  record Metrics(
      @Option(description = "Answers scrapes at /metrics.", defaultValue = "true")
          boolean prometheus,
      @Option(
              description =
                  "Where metrics are pushed to: otlp or none. Absent: otlp when an endpoint is known"
                      + " from here or from the environment, else OTEL_METRICS_EXPORTER, else none.")
          @Nullable Exporter exporter,
      @Option(
              description =
                  "The OTLP/HTTP receiver. Without a path, /v1/metrics is added. Absent:"
                      + " OTEL_EXPORTER_OTLP_METRICS_ENDPOINT or OTEL_EXPORTER_OTLP_ENDPOINT.",
              examples = "http://localhost:4318")
          @Nullable URI endpoint,
      @Option(description = "Fields sent with each export, such as authorization.")
          Map<String, Secret> headers,
      @Option(
              description =
                  "How often metrics are pushed. Absent: OTEL_METRIC_EXPORT_INTERVAL, else 60s.",
              examples = "15s")
          @Nullable Duration interval) {
    Metrics {
      headers = Map.copyOf(headers);
      if (interval != null && interval.toMillis() < 100) {
        throw new IllegalArgumentException("interval is at least 100ms, got " + interval);
      }
    }
  }
}
