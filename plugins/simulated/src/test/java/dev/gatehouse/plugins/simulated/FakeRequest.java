package dev.gatehouse.plugins.simulated;

import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Conversation;
import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A request that is already read.
record FakeRequest(
    Operation operation, boolean stream, Conversation conversation, List<String> inputs)
    implements AiRequest {
  static FakeRequest chat(String question) {
    return new FakeRequest(
        Operation.CHAT,
        false,
        new Conversation(List.of(Message.of("user", question)), List.of(), Map.of()),
        List.of());
  }

  static FakeRequest embeddings(String... inputs) {
    return new FakeRequest(
        Operation.EMBEDDINGS,
        false,
        new Conversation(List.of(), List.of(), Map.of()),
        List.of(inputs));
  }

  FakeRequest streamed() {
    return new FakeRequest(operation, true, conversation, inputs);
  }

  FakeRequest with(String parameter, String json) {
    Map<String, JsonNode> parameters = new LinkedHashMap<>(conversation.parameters());
    parameters.put(parameter, json(json));
    return with(
        new Conversation(conversation.messages(), conversation.tools(), Map.copyOf(parameters)));
  }

  FakeRequest tool(String name, String schema) {
    return with(
        new Conversation(
            conversation.messages(),
            List.of(new Conversation.Tool(name, "", json(schema))),
            conversation.parameters()));
  }

  FakeRequest then(Message message) {
    List<Message> messages = new java.util.ArrayList<>(conversation.messages());
    messages.add(message);
    return with(new Conversation(messages, conversation.tools(), conversation.parameters()));
  }

  private FakeRequest with(Conversation other) {
    return new FakeRequest(operation, stream, other, inputs);
  }

  static JsonNode json(String text) {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String protocol() {
    return "fake";
  }

  @Override
  public @Nullable String model() {
    return "m";
  }

  @Override
  public Optional<String> user() {
    return Optional.empty();
  }

  @Override
  public void addSystem(String text) {
    throw new UnsupportedOperationException();
  }
}
