package com.example.cookbook;

import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.Secret;
import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import dev.gatehouse.sdk.provider.HttpProvider;
import dev.gatehouse.sdk.provider.UpstreamRequest;
import dev.gatehouse.sdk.provider.UpstreamResponse;
import dev.gatehouse.sdk.stream.EventDecoder;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Recipe: reach a model whose API is its own. This says what to send and how to read the answer;
/// the gateway sends, with its connections, timers and retries, and translates for the client.
final class HouseModel implements HttpProvider {
  /// What can be configured.
  record Config(
      @Option(description = "Where the model is.") URI baseUrl,
      @Option(description = "The key of the model.") Secret key) {}

  private final Config config;

  HouseModel(Config config, ExtensionContext context) {
    this.config = config;
  }

  /// No client speaks the API of the house, so everything is translated.
  @Override
  public String protocol() {
    return "";
  }

  @Override
  public boolean supports(Operation operation) {
    return operation.equals(Operation.CHAT);
  }

  @Override
  public String system() {
    return "house";
  }

  @Override
  public UpstreamRequest encode(Exchange exchange, AiRequest request, Target target)
      throws IOException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("engine", target.model()).put("live", request.stream());
    ArrayNode lines = body.putArray("lines");
    for (Message message : request.conversation().messages()) {
      lines.addObject().put("who", message.role()).put("says", message.text());
    }
    // Host and credentials come from the configuration only, never from the client.
    return new UpstreamRequest(
        "POST",
        config.baseUrl().resolve("/talk"),
        Headers.of("content-type", "application/json", "x-house-key", config.key().reveal()),
        Body.of(Json.write(body)));
  }

  @Override
  public AiAnswer decode(AiRequest request, UpstreamResponse response) throws IOException {
    JsonNode answer = response.body().json();
    return new AiAnswer.Whole(
        answer.path("engine").asString("house"),
        List.of(Part.text(answer.path("reply").asString(""))),
        "stop",
        usage(answer.path("words")));
  }

  /// A pure function of one event; malformed ones mean nothing.
  @Override
  public EventDecoder events() {
    return event -> {
      List<AiDelta> steps = new ArrayList<>();
      JsonNode json = Json.parse(event.data());
      if (json.has("piece")) {
        steps.add(AiDelta.text(0, json.get("piece").asString("")));
      }
      if (json.has("words")) {
        steps.add(AiDelta.finish(0, "stop"));
        steps.add(AiDelta.usage(usage(json.get("words"))));
      }
      return steps;
    };
  }

  private static Usage usage(JsonNode words) {
    return Usage.of(words.path("in").asLong(0), words.path("out").asLong(0));
  }

  @Override
  public Problem problem(UpstreamResponse response) {
    return Problem.of(response.status(), "upstream_error", "The model of the house refused.");
  }
}
