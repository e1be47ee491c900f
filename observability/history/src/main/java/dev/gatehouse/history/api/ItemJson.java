package dev.gatehouse.history.api;

import dev.gatehouse.history.index.RecordFacts;
import dev.gatehouse.history.search.Item;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Exposure;
import dev.gatehouse.sdk.log.ExchangeRecord;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes a record as lists show it.
final class ItemJson {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ItemJson() {}

  static ObjectNode of(Item item) {
    ExchangeRecord record = item.record();
    var decision = record.decision();
    Usage usage = record.usage();
    Exposure exposure = record.exposures().isEmpty() ? null : record.exposures().getFirst();
    ObjectNode json = NODES.objectNode();
    json.put("id", record.id());
    json.put("at", record.startedAt().toString());
    json.put("model", record.request().model());
    json.put("provider", decision.provider());
    json.put("upstreamModel", decision.model());
    json.put("route", decision.route());
    json.put("operation", record.request().operation());
    json.put("consumer", record.caller().consumer());
    json.put("status", record.response().status());
    json.put("outcome", record.outcome().name().toLowerCase(Locale.ROOT));
    json.put("latencyMs", millis(record.timing().total()));
    json.put("ttftMs", optionalMillis(record.timing().firstContent()));
    json.put("inputTokens", usage == null ? null : (Long) usage.input());
    json.put("outputTokens", usage == null ? null : (Long) usage.output());
    json.put("costUsd", dollars(record.costNanos()));
    json.put("stream", record.request().stream());
    json.put("finishReason", record.response().finishReason());
    json.put("experiment", exposure == null ? null : exposure.experiment());
    json.put("variant", exposure == null ? null : exposure.variant());
    json.put("cache", RecordFacts.cache(record));
    json.put("traceId", record.traceId());
    json.put("errorCode", RecordFacts.errorCode(record));
    json.put("prompt", item.prompt());
    json.put("answer", item.answer());
    return json;
  }

  /// Microseconds are as exact as anybody reads.
  static double millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos) / 1e3;
  }

  static @Nullable Double optionalMillis(long nanos) {
    return nanos < 0 ? null : (Double) millis(nanos);
  }

  private static @Nullable BigDecimal dollars(@Nullable Long nanos) {
    return nanos == null ? null : BigDecimal.valueOf(nanos, 9).stripTrailingZeros();
  }
}
