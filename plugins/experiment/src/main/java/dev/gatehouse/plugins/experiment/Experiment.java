package dev.gatehouse.plugins.experiment;

import dev.gatehouse.plugins.experiment.ExperimentConfig.VariantConfig;
import dev.gatehouse.sdk.exchange.Consumer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Exposure;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A running experiment: its configuration, its arithmetic, and how often each variant was exposed
/// since the start.
final class Experiment {
  private static final List<String> SESSION =
      List.of("x-session-id", "session-id", "x-claude-code-session-id");

  private final String name;
  private final ExperimentConfig config;
  private final String salt;
  private final Assignment assignment;
  private final Instant since;
  private final Map<String, LongAdder> exposures = new LinkedHashMap<>();

  /// The unit of a request.
  record Unit(String kind, String value) {}

  Experiment(String name, ExperimentConfig config, Instant since) {
    this.name = name;
    this.config = config;
    this.since = since;
    this.salt = config.salt() == null ? name : config.salt();
    this.assignment =
        new Assignment(
            salt,
            config.coverage() / 100,
            config.variants().entrySet().stream()
                .map(entry -> new Assignment.Share(entry.getKey(), entry.getValue().weight()))
                .toList());
    config.variants().keySet().forEach(variant -> exposures.put(variant, new LongAdder()));
  }

  String name() {
    return name;
  }

  ExperimentConfig config() {
    return config;
  }

  Instant since() {
    return since;
  }

  long exposures(String variant) {
    LongAdder counted = exposures.get(variant);
    return counted == null ? 0 : counted.sum();
  }

  /// Returns the variant a unit would get, or an empty text.
  String assign(String unit) {
    return assignment.variant(unit);
  }

  double position(String unit) {
    return Assignment.position(salt + "/variant", unit);
  }

  /// Gives the exchange its variant and records that.
  ///
  /// @return the variant, or null when the exchange takes no part
  @Nullable VariantConfig expose(Exchange exchange) throws IOException {
    Unit unit = unit(exchange);
    if (unit == null) {
      return null;
    }
    String variant = assignment.variant(unit.value());
    exchange.expose(
        new Exposure(
            name,
            variant,
            unit.kind(),
            Assignment.pseudonym(salt, unit.value()),
            variant.isEmpty() ? "not_in_coverage" : "assigned",
            config.phase()));
    LongAdder counted = exposures.get(variant);
    if (counted != null) {
      counted.increment();
    }
    return config.variants().get(variant);
  }

  /// Returns the first unit of the list that the request has.
  private @Nullable Unit unit(Exchange exchange) throws IOException {
    for (String kind : config.unit()) {
      String value = value(kind, exchange);
      if (value != null && !value.isBlank()) {
        return new Unit(kind.startsWith("header:") ? "header" : kind, kind + "=" + value);
      }
    }
    return null;
  }

  private static @Nullable String value(String kind, Exchange exchange) throws IOException {
    return switch (kind) {
      case "consumer" -> exchange.consumer().map(Consumer::id).orElse(null);
      case "user" -> exchange.ai().isPresent() ? exchange.ai().get().user().orElse(null) : null;
      case "session" -> session(exchange);
      case "request" -> exchange.id();
      default -> exchange.head().header(kind.substring("header:".length()));
    };
  }

  private static @Nullable String session(Exchange exchange) {
    for (String name : SESSION) {
      String value = exchange.head().header(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }
}
