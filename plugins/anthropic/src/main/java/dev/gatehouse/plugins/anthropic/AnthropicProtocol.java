package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.ai.TextMapper;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.RequestHead;
import dev.gatehouse.sdk.protocol.ClientProtocol;
import dev.gatehouse.sdk.protocol.ModelInfo;
import dev.gatehouse.sdk.protocol.StreamEncoder;
import dev.gatehouse.sdk.stream.EventDecoder;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The Anthropic API as clients speak it: everything below `/v1/messages`, and whatever else below
/// `/v1` comes with the header `anthropic-version`.
///
/// Messages and counts of tokens are understood, the list of models is answered here, and
/// everything else passes as it is.
final class AnthropicProtocol implements ClientProtocol {
  static final String ID = "anthropic";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public boolean matches(RequestHead head) {
    return Endpoint.claims(head);
  }

  @Override
  public AiRequest read(RequestHead head, Body body) {
    return new AnthropicRequest(Endpoint.of(head), body);
  }

  @Override
  public Optional<AiAnswer> readAnswer(AiRequest request, Body body) throws IOException {
    return MessageReader.read(request.operation(), body.bytes());
  }

  @Override
  public byte[] mapText(AiRequest request, byte[] answer, TextMapper mapper) {
    return request.operation().equals(Operation.CHAT)
        ? MessageReader.mapText(answer, mapper)
        : answer;
  }

  @Override
  public EventDecoder events() {
    return EventReader.EVENTS;
  }

  @Override
  public Answer write(AiRequest request, AiAnswer answer) {
    return switch (answer) {
      case AiAnswer.Whole whole -> Answer.json(200, MessageWriter.message(whole));
      case AiAnswer.TokenCount count -> Answer.json(200, MessageWriter.count(count));
      case AiAnswer.Embeddings embeddings ->
          throw new IllegalArgumentException("this protocol has no embeddings");
      case AiAnswer.Streamed streamed ->
          throw new IllegalArgumentException("a streamed answer is written by its encoder");
    };
  }

  @Override
  public StreamEncoder encoder(AiRequest request) throws IOException {
    String model = request.model();
    return new EventWriter(model == null ? "" : model);
  }

  @Override
  public Answer models(RequestHead head, List<ModelInfo> models) {
    if (head.path().length() <= Endpoint.MODELS_PATH.length() + 1) {
      return list(models);
    }
    String wanted = decoded(head.path().substring(Endpoint.MODELS_PATH.length() + 1));
    for (ModelInfo model : models) {
      if (model.name().equals(wanted)) {
        return Answer.json(200, Json.write(describe(model)));
      }
    }
    return problem(
        Problem.of(
                404,
                "model_not_found",
                "There is no model of this name here. GET /v1/models lists them.")
            .at("model"),
        "");
  }

  /// All of them on one page: the configuration bounds their number, and clients stop where
  /// `has_more` is false.
  private static Answer list(List<ModelInfo> models) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode data = root.putArray("data");
    models.forEach(model -> data.add(describe(model)));
    root.put("has_more", false);
    root.put("first_id", models.isEmpty() ? null : models.getFirst().name());
    root.put("last_id", models.isEmpty() ? null : models.getLast().name());
    return Answer.json(200, Json.write(root));
  }

  private static ObjectNode describe(ModelInfo model) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "model")
        .put("id", model.name())
        .put("display_name", model.name())
        .put("created_at", model.since().toString());
  }

  private static String decoded(String segment) {
    // a plus sign is itself in a path; the decoder is one for forms
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public Answer problem(Problem problem, String requestId) {
    return Answer.whole(
        problem.status(),
        ErrorShape.headers(problem, requestId),
        Body.of(ErrorShape.write(problem, requestId)));
  }

  @Override
  public StreamEvent problemEvent(Problem problem, String requestId) {
    return StreamEvent.of("error", ErrorShape.write(problem, requestId), EventReader.EVENTS);
  }

  /// Returns whether the operation is one whose answers this protocol reads and writes.
  static boolean understands(Operation operation) {
    return operation.equals(Operation.CHAT) || operation.equals(Operation.TOKEN_COUNT);
  }
}
