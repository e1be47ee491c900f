package com.example.cookbook;

import dev.gatehouse.sdk.admin.AdminExtension;
import dev.gatehouse.sdk.admin.AdminRequest;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.log.RequestLogSink;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Recipe: learn of every exchange off its path, and tell what was learned below
/// `/admin/v1/spending`.
final class Spending implements RequestLogSink, AdminExtension {
  /// Nothing to set.
  record Config() {}

  // Consumers are those of the configuration, so the map is as bounded as they are.
  private final Map<String, Long> tokens = new TreeMap<>();

  /// One thread calls this, another asks; what it throws is counted and the batch is gone.
  @Override
  public synchronized void write(List<ExchangeRecord> batch) {
    for (ExchangeRecord record : batch) {
      String caller = record.caller().consumer();
      if (record.usage() != null) {
        tokens.merge(caller == null ? "anonymous" : caller, record.usage().total(), Long::sum);
      }
    }
  }

  @Override
  public String mount() {
    return "spending";
  }

  @Override
  public synchronized Answer handle(AdminRequest request) {
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    tokens.forEach(told::put);
    return Answer.json(200, Json.write(told));
  }
}
