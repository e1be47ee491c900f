package dev.gatehouse.telemetry;

import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.http.ProblemException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a client span says of the request itself.
final class RequestFacts {
  private RequestFacts() {}

  /// Puts the facts on a span. A request that cannot be read leaves them out: telemetry never
  /// decides the fate of an exchange.
  ///
  /// @param parameters whether to read the parameters too, which parses the body
  static void describe(Span span, AiRequest request, boolean parameters) {
    try {
      if (request.stream()) {
        span.setAttribute(Names.REQUEST_STREAM, true);
      }
      if (parameters) {
        parameters(span, request.conversation().parameters());
      }
    } catch (IOException | ProblemException e) {
      span.addEvent("gatehouse.request_unreadable");
    }
  }

  private static void parameters(Span span, Map<String, JsonNode> parameters) {
    JsonNode newer = parameters.get("max_completion_tokens");
    integer(span, Names.MAX_TOKENS, newer == null ? parameters.get("max_tokens") : newer);
    integer(span, Names.SEED, parameters.get("seed"));
    number(span, Names.TEMPERATURE, parameters.get("temperature"));
    number(span, Names.TOP_P, parameters.get("top_p"));
    number(span, Names.TOP_K, parameters.get("top_k"));
    number(span, Names.FREQUENCY_PENALTY, parameters.get("frequency_penalty"));
    number(span, Names.PRESENCE_PENALTY, parameters.get("presence_penalty"));
    JsonNode choices = parameters.get("n");
    if (choices != null && choices.isInt() && choices.intValue() != 1) {
      span.setAttribute(Names.CHOICE_COUNT, choices.longValue());
    }
    stop(span, parameters.get("stop"));
  }

  private static void integer(Span span, AttributeKey<Long> key, @Nullable JsonNode value) {
    if (value != null && value.isIntegralNumber() && value.canConvertToLong()) {
      span.setAttribute(key, value.longValue());
    }
  }

  private static void number(Span span, AttributeKey<Double> key, @Nullable JsonNode value) {
    if (value != null && value.isNumber()) {
      span.setAttribute(key, value.doubleValue());
    }
  }

  private static void stop(Span span, @Nullable JsonNode value) {
    List<String> sequences = new ArrayList<>();
    if (value != null && value.isString()) {
      sequences.add(value.stringValue());
    } else if (value != null && value.isArray()) {
      for (JsonNode each : value) {
        if (each.isString()) {
          sequences.add(each.stringValue());
        }
      }
    }
    if (!sequences.isEmpty()) {
      span.setAttribute(Names.STOP, sequences);
    }
  }
}
