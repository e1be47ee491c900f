package dev.gatehouse.plugins.transform;

import dev.gatehouse.plugins.transform.TransformConfig.Edits;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.sdk.stream.StreamSink;
import dev.gatehouse.sdk.stream.StreamTransform;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Applies the configured edits. What no edit is for passes byte for byte.
final class TransformFilter implements Filter {
  private final TransformConfig config;
  private final JsonEditor request;
  private final JsonEditor response;
  private final JsonEditor events;

  TransformFilter(TransformConfig config) {
    this.config = config;
    this.request = new JsonEditor(config.request().json());
    this.response = new JsonEditor(config.response().json());
    this.events = new JsonEditor(config.events());
  }

  @Override
  public Decision onRequest(Exchange exchange) throws IOException {
    if (!applies(exchange)) {
      return Decision.next();
    }
    headers(exchange.head().headers(), config.request());
    Optional<AiRequest> ai = exchange.ai();
    if (config.systemPrompt() != null && ai.isPresent()) {
      ai.get().addSystem(config.systemPrompt());
    }
    if (!request.idle()) {
      request.edit(exchange.body().edit());
    }
    return Decision.next();
  }

  @Override
  public void onResponse(Exchange exchange, Answer answer) throws IOException {
    if (!applies(exchange)) {
      return;
    }
    headers(answer.headers(), config.response());
    String type = answer.headers().value("content-type");
    if (!response.idle()
        && type != null
        && type.contains("json")
        && !answer.headers().contains("content-encoding")) {
      response.edit(answer.body().edit());
    }
  }

  @Override
  public @Nullable StreamTransform onStream(Exchange exchange, Answer head) throws IOException {
    if (!applies(exchange)) {
      return null;
    }
    headers(head.headers(), config.response());
    return events.idle() ? null : this::edit;
  }

  private void edit(StreamEvent event, StreamSink out) throws IOException {
    ObjectNode document = document(event);
    if (document == null) {
      out.emit(event);
      return;
    }
    events.edit(document);
    out.emit(event.withData(Json.write(document)));
  }

  /// Returns a copy of the event's document to edit, or null when it has none, as comments and end
  /// marks do.
  private static @Nullable ObjectNode document(StreamEvent event) {
    if (event.comment()) {
      return null;
    }
    try {
      JsonNode json = event.json();
      return json instanceof ObjectNode object ? object.deepCopy() : null;
    } catch (ProblemException e) {
      return null;
    }
  }

  private boolean applies(Exchange exchange) throws IOException {
    if (config.models().isEmpty() && config.operations().isEmpty()) {
      return true;
    }
    if (exchange.ai().isEmpty()) {
      return false;
    }
    AiRequest asked = exchange.ai().get();
    String model = asked.model();
    return (config.models().isEmpty() || (model != null && config.models().contains(model)))
        && (config.operations().isEmpty() || config.operations().contains(asked.operation().id()));
  }

  private static void headers(Headers headers, Edits edits) {
    edits.removeHeaders().forEach(headers::remove);
    edits.setHeaders().forEach(headers::set);
    edits.addHeaders().forEach(headers::add);
  }
}
