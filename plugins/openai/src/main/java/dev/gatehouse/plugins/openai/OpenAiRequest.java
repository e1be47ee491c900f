package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Conversation;
import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.RequestHead;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.StringNode;

/// A lazy view of a request.
///
/// What was read is kept until the body has other bytes, so edits by filters are seen.
final class OpenAiRequest implements AiRequest {
  private final Endpoint endpoint;
  private final RequestHead head;
  private final Body body;
  private byte @Nullable [] read;
  private RequestFields fields = RequestFields.NONE;
  private @Nullable Conversation conversation;

  OpenAiRequest(Endpoint endpoint, RequestHead head, Body body) {
    this.endpoint = endpoint;
    this.head = head;
    this.body = body;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /// Returns the fields of the body as it is now.
  RequestFields fields() throws IOException {
    if (endpoint == Endpoint.OPAQUE || endpoint == Endpoint.MODELS) {
      return RequestFields.NONE;
    }
    byte[] bytes = body.bytes();
    if (!Arrays.equals(bytes, read)) {
      fields = endpoint == Endpoint.FORM ? form(bytes) : RequestFields.read(endpoint, bytes);
      conversation = null;
      read = bytes;
    }
    return fields;
  }

  private RequestFields form(byte[] bytes) {
    return FormModel.find(head.header("content-type"), bytes)
        .map(model -> new RequestFields(model.name(), false, false, null, false, null))
        .orElse(RequestFields.NONE);
  }

  @Override
  public String protocol() {
    return OpenAiProtocol.ID;
  }

  @Override
  public Operation operation() {
    return endpoint.operation();
  }

  @Override
  public @Nullable String model() throws IOException {
    return fields().model();
  }

  @Override
  public boolean stream() throws IOException {
    return fields().stream();
  }

  @Override
  public Optional<String> user() throws IOException {
    return Optional.ofNullable(fields().user());
  }

  @Override
  public Conversation conversation() throws IOException {
    if (!endpoint.strict()) {
      return new Conversation(List.of(), List.of(), Map.of());
    }
    fields();
    Conversation built = conversation;
    if (built == null) {
      built = ConversationReader.read(endpoint, body.json());
      conversation = built;
    }
    return built;
  }

  @Override
  public List<String> inputs() throws IOException {
    return endpoint == Endpoint.EMBEDDINGS
        ? ConversationReader.inputs(body.json().path("input"))
        : List.of();
  }

  @Override
  public void addSystem(String text) throws IOException {
    if (endpoint != Endpoint.CHAT) {
      return;
    }
    fields();
    JsonNode messages = body.edit().path("messages");
    if (messages instanceof ArrayNode list) {
      list.insertObject(0).put("role", "system").put("content", text);
    }
  }

  /// Returns a body for the upstream that names the model as the upstream does.
  Body naming(String model) throws IOException {
    if (model.equals(model())) {
      return body;
    }
    if (endpoint == Endpoint.FORM) {
      byte[] bytes = body.bytes();
      Optional<FormModel> place = FormModel.find(head.header("content-type"), bytes);
      return place.isPresent() ? Body.of(place.get().replaced(bytes, model)) : body;
    }
    if (model() == null) {
      return body;
    }
    Body named = body.copy();
    named.field("model", StringNode.valueOf(model));
    return named;
  }
}
