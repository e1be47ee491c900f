package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Conversation;
import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.http.Body;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// A lazy view of a request.
///
/// What was read is kept until the body has other bytes, so edits by filters are seen.
final class AnthropicRequest implements AiRequest {
  private final Endpoint endpoint;
  private final Body body;
  private byte @Nullable [] read;
  private RequestFields fields = RequestFields.NONE;
  private @Nullable Conversation conversation;

  AnthropicRequest(Endpoint endpoint, Body body) {
    this.endpoint = endpoint;
    this.body = body;
  }

  /// Returns the fields of the body as it is now.
  private RequestFields fields() throws IOException {
    if (endpoint == Endpoint.OPAQUE || endpoint == Endpoint.MODELS) {
      return RequestFields.NONE;
    }
    byte[] bytes = body.bytes();
    if (!Arrays.equals(bytes, read)) {
      fields = RequestFields.read(endpoint.strict(), bytes);
      conversation = null;
      read = bytes;
    }
    return fields;
  }

  @Override
  public String protocol() {
    return AnthropicProtocol.ID;
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
    return endpoint != Endpoint.COUNT_TOKENS && fields().stream();
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
    RequestFields _ = fields();
    Conversation built = conversation;
    if (built == null) {
      built = ConversationReader.read(body.json());
      conversation = built;
    }
    return built;
  }

  @Override
  public List<String> inputs() {
    return List.of();
  }

  /// Puts the instruction before those there are, whichever of the two forms they have.
  @Override
  public void addSystem(String text) throws IOException {
    if (!endpoint.strict()) {
      return;
    }
    RequestFields _ = fields();
    ObjectNode request = body.edit();
    JsonNode system = request.path("system");
    if (system instanceof ArrayNode blocks) {
      blocks.insertObject(0).put("type", "text").put("text", text);
    } else if (system.isString() && !system.stringValue().isEmpty()) {
      request.put("system", text + "\n\n" + system.stringValue());
    } else {
      request.put("system", text);
    }
  }

  /// Returns a body for the upstream that names the model as the upstream does.
  Body naming(String model) throws IOException {
    String given = model();
    if (given == null || given.equals(model)) {
      return body;
    }
    Body named = body.copy();
    named.field("model", StringNode.valueOf(model));
    return named;
  }
}
