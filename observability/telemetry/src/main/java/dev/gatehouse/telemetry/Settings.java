package dev.gatehouse.telemetry;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Joins our section with the standard `OTEL_*` variables: the file wins over the variables, and
/// both win over the defaults.
///
/// The defaults differ from those of the OpenTelemetry SDK where it would connect to a receiver
/// that nobody named: without any endpoint there is no exporter.
final class Settings {
  private static final String PROTOCOL = "http/protobuf";

  private final TelemetryConfig file;
  private final ConfigProperties environment;
  private final Map<String, String> result = new HashMap<>();

  private Settings(TelemetryConfig file, ConfigProperties environment) {
    this.file = file;
    this.environment = environment;
  }

  /// Returns the properties to set over those of the environment.
  ///
  /// @throws IllegalArgumentException when the environment asks for what is not supported
  static Map<String, String> over(TelemetryConfig file, ConfigProperties environment) {
    return new Settings(file, environment).join();
  }

  private Map<String, String> join() {
    service();
    exporter("traces", file.traces().exporter(), file.traces().endpoint());
    exporter("metrics", file.metrics().exporter(), file.metrics().endpoint());
    orElse("otel.logs.exporter", "none");
    sampler();
    if (!file.propagators().isEmpty()) {
      result.put("otel.propagators", String.join(",", file.propagators()));
    }
    if (file.metrics().interval() != null) {
      result.put("otel.metric.export.interval", file.metrics().interval().toMillis() + "ms");
    }
    // the SDK's own metrics, among them dropped spans and failed exports, in their standard names
    orElse("otel.experimental.sdk.telemetry.version", "latest");
    return Map.copyOf(result);
  }

  private void service() {
    if (file.serviceName() != null) {
      result.put("otel.service.name", file.serviceName());
    } else if (!environment.getMap("otel.resource.attributes").containsKey("service.name")) {
      orElse("otel.service.name", "gatehouse");
    }
  }

  private void exporter(
      String signal, TelemetryConfig.@Nullable Exporter chosen, @Nullable URI endpoint) {
    String key = "otel." + signal + ".exporter";
    List<String> exporters = exporters(signal, key, chosen, endpoint);
    result.put(key, String.join(",", exporters));
    if (endpoint != null) {
      result.put("otel.exporter.otlp." + signal + ".endpoint", complete(endpoint, signal));
    }
    if (exporters.contains("otlp")) {
      protocol(signal);
    }
  }

  private List<String> exporters(
      String signal,
      String key,
      TelemetryConfig.@Nullable Exporter chosen,
      @Nullable URI endpoint) {
    if (chosen != null) {
      return switch (chosen) {
        case OTLP -> List.of("otlp");
        case NONE -> List.of("none");
      };
    }
    if (endpoint != null) {
      return List.of("otlp");
    }
    if (environment.getString(key) != null) {
      // scrapes are answered at /metrics of the admin listener; another listener is not opened
      List<String> named = new ArrayList<>(environment.getList(key));
      named.remove("prometheus");
      return named.isEmpty() ? List.of("none") : named;
    }
    boolean known =
        environment.getString("otel.exporter.otlp.endpoint") != null
            || environment.getString("otel.exporter.otlp." + signal + ".endpoint") != null;
    return List.of(known ? "otlp" : "none");
  }

  /// OTLP over gRPC would need an HTTP/2 client that is not in the box.
  private void protocol(String signal) {
    String own = "otel.exporter.otlp." + signal + ".protocol";
    String common = "otel.exporter.otlp.protocol";
    String wanted = environment.getString(own, environment.getString(common, PROTOCOL));
    if (!wanted.equals(PROTOCOL)) {
      throw new IllegalArgumentException(
          "the OTLP protocol \"%s\" for %s is not supported: set %s or %s to %s, and use the HTTP port of the receiver, usually 4318"
              .formatted(wanted, signal, variable(own), variable(common), PROTOCOL));
    }
    result.put(own, PROTOCOL);
  }

  /// A sampler that asks the parent first follows whatever the client says; one that decides by the
  /// trace id gives the same answer for all spans of a trace.
  private void sampler() {
    boolean trusting = file.traces().trustClientSampled();
    String key = "otel.traces.sampler";
    if (file.traces().ratio() != null) {
      result.put(key, trusting ? "parentbased_traceidratio" : "traceidratio");
      result.put("otel.traces.sampler.arg", file.traces().ratio().toString());
      return;
    }
    String named = environment.getString(key, "parentbased_always_on");
    String prefix = "parentbased_";
    result.put(
        key, !trusting && named.startsWith(prefix) ? named.substring(prefix.length()) : named);
  }

  private void orElse(String key, String value) {
    if (environment.getString(key) == null) {
      result.put(key, value);
    }
  }

  private static String complete(URI endpoint, String signal) {
    String path = endpoint.getPath();
    if (path != null && !path.isEmpty() && !path.equals("/")) {
      return endpoint.toString();
    }
    String base = endpoint.toString();
    return (base.endsWith("/") ? base : base + "/") + "v1/" + signal;
  }

  private static String variable(String property) {
    return property.toUpperCase(java.util.Locale.ROOT).replace('.', '_');
  }
}
