package dev.gatehouse.history.api;

import dev.gatehouse.history.query.Diagnostic;
import dev.gatehouse.history.query.ParsedQuery;
import dev.gatehouse.history.query.QueryPrinter;
import dev.gatehouse.history.search.Cursor;
import dev.gatehouse.history.search.FacetValue;
import dev.gatehouse.history.search.Histogram;
import dev.gatehouse.history.search.Item;
import dev.gatehouse.history.search.SearchResult;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes what a search found.
final class ResultJson {
  private ResultJson() {}

  static ObjectNode of(SearchResult result, ParsedQuery query, long nanos) {
    ObjectNode json = ItemJson.NODES.objectNode();
    ArrayNode items = json.putArray("items");
    for (Item item : result.items()) {
      items.add(ItemJson.of(item));
    }
    Cursor next = result.next();
    json.put("next", next == null ? null : next.text());
    json.put("total", result.total());
    json.put("totalExact", !result.partial());
    ObjectNode facets = json.putObject("facets");
    result.facets().forEach((field, values) -> facets(facets.putArray(field), values));
    Histogram.Result histogram = result.histogram();
    if (histogram == null) {
      json.putNull("histogram");
    } else {
      histogram(json.putObject("histogram"), histogram);
    }
    diagnostics(json.putArray("diagnostics"), query.diagnostics());
    json.put("query", QueryPrinter.print(query.root()));
    json.put("partial", result.partial());
    json.put("tookMs", ItemJson.millis(nanos));
    json.put(
        "searchedUntil",
        result.searchedUntil().isEmpty()
            ? null
            : Instant.ofEpochMilli(result.searchedUntil().getAsLong()).toString());
    return json;
  }

  private static void facets(ArrayNode array, List<FacetValue> values) {
    for (FacetValue value : values) {
      array.addObject().put("value", value.value()).put("count", value.count());
    }
  }

  private static void histogram(ObjectNode json, Histogram.Result histogram) {
    json.put("from", Instant.ofEpochMilli(histogram.from()).toString());
    json.put("to", Instant.ofEpochMilli(histogram.to()).toString());
    json.put("intervalMs", histogram.width());
    ArrayNode buckets = json.putArray("buckets");
    for (Histogram.Bucket bucket : histogram.buckets()) {
      buckets
          .addObject()
          .put("at", Instant.ofEpochMilli(bucket.at()).toString())
          .put("count", bucket.count())
          .put("errors", bucket.errors());
    }
  }

  private static void diagnostics(ArrayNode array, List<Diagnostic> diagnostics) {
    for (Diagnostic diagnostic : diagnostics) {
      ObjectNode json = array.addObject();
      json.put("message", diagnostic.message());
      json.put("start", diagnostic.start());
      json.put("end", diagnostic.end());
      if (diagnostic.suggestion() != null) {
        json.put("suggestion", diagnostic.suggestion());
      }
    }
  }
}
