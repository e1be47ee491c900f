package dev.gatehouse.history.api;

import dev.gatehouse.history.search.Item;
import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Attempt;
import dev.gatehouse.sdk.exchange.Exposure;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.log.Content;
import dev.gatehouse.sdk.log.ExchangeRecord;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes everything that is known of one record.
final class DetailJson {
  private DetailJson() {}

  static ObjectNode of(Item item, Content content) {
    ExchangeRecord record = item.record();
    ObjectNode json = ItemJson.of(item);
    ArrayNode messages = json.putArray("messages");
    for (Message message : content.messages()) {
      ObjectNode node = messages.addObject().put("role", message.role());
      parts(node.putArray("parts"), message.parts());
    }
    parts(json.putArray("answerParts"), content.answer());
    json.put("error", error(record, content));
    json.put("session", record.caller().session());
    json.put("user", record.caller().user());
    json.put("address", record.caller().address());
    json.put("userAgent", record.caller().userAgent());
    request(json.putObject("request"), record.request());
    response(json.putObject("response"), record.response());
    json.putObject("timing")
        .put("totalMs", ItemJson.millis(record.timing().total()))
        .put("firstContentMs", ItemJson.optionalMillis(record.timing().firstContent()))
        .put("upstreamMs", ItemJson.millis(record.timing().upstream()));
    attempts(json.putArray("attempts"), record.decision().attempts());
    decision(json.putObject("decision"), record);
    usage(json, record.usage());
    exposures(json.putArray("exposures"), record.exposures());
    ObjectNode tags = json.putObject("tags");
    record.tags().forEach(tags::put);
    strings(json.putArray("failedOpen"), record.failedOpen());
    return json;
  }

  private static @Nullable String error(ExchangeRecord record, Content content) {
    if (!content.error().isEmpty()) {
      return content.error();
    }
    Problem problem = record.problem();
    return problem == null ? null : problem.detail();
  }

  private static void parts(ArrayNode array, List<Part> parts) {
    for (Part part : parts) {
      array
          .addObject()
          .put("kind", part.kind().name().toLowerCase(Locale.ROOT))
          .put("text", part.text())
          .put("name", part.name())
          .put("callId", part.callId())
          .put("mediaType", part.mediaType())
          .put("data", part.data());
    }
  }

  private static void request(ObjectNode json, ExchangeRecord.RecordedRequest request) {
    json.put("method", request.method());
    json.put("path", request.path());
    json.put("contentType", request.contentType());
    BodyJson.put(json, request.body(), null);
  }

  private static void response(ObjectNode json, ExchangeRecord.RecordedResponse response) {
    json.put("status", response.status());
    json.put("contentType", response.contentType());
    json.put("contentEncoding", response.contentEncoding());
    BodyJson.put(json, response.body(), response.contentEncoding());
    json.put("events", response.events());
  }

  private static void attempts(ArrayNode array, List<Attempt> attempts) {
    for (Attempt attempt : attempts) {
      Duration firstByte = attempt.firstByte();
      Problem problem = attempt.problem();
      ObjectNode json =
          array
              .addObject()
              .put("number", attempt.number())
              .put("provider", attempt.target().provider())
              .put("model", attempt.target().model())
              .put("status", attempt.status())
              .put("durationMs", ItemJson.millis(attempt.duration().toNanos()))
              .put(
                  "firstByteMs",
                  firstByte == null ? null : (Double) ItemJson.millis(firstByte.toNanos()));
      if (problem == null) {
        json.putNull("problem");
      } else {
        json.putObject("problem").put("code", problem.code()).put("detail", problem.detail());
      }
    }
  }

  private static void decision(ObjectNode json, ExchangeRecord record) {
    var decision = record.decision();
    json.put("route", decision.route());
    json.put("configHash", decision.configHash());
    json.put("draw", decision.draw());
    strings(json.putArray("explanation"), decision.explanation());
    json.put("answeredBy", decision.answeredBy());
  }

  private static void usage(ObjectNode json, @Nullable Usage usage) {
    if (usage == null) {
      json.putNull("usage");
      return;
    }
    json.putObject("usage")
        .put("input", usage.input())
        .put("output", usage.output())
        .put("cachedInput", usage.cachedInput())
        .put("cacheWrite", usage.cacheWrite())
        .put("reasoning", usage.reasoning())
        .put("raw", usage.raw());
  }

  private static void exposures(ArrayNode array, List<Exposure> exposures) {
    for (Exposure exposure : exposures) {
      array
          .addObject()
          .put("experiment", exposure.experiment())
          .put("variant", exposure.variant())
          .put("unitKind", exposure.unitKind())
          .put("unitHash", exposure.unitHash())
          .put("reason", exposure.reason())
          .put("phase", exposure.phase());
    }
  }

  private static void strings(ArrayNode array, List<String> strings) {
    strings.forEach(array::add);
  }
}
