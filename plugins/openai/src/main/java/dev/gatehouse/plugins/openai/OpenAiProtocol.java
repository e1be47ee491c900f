package dev.gatehouse.plugins.openai;

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
import dev.gatehouse.sdk.stream.StreamTransform;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAI API as clients speak it, below `/v1`.
///
/// Chats, completions and embeddings are understood, the list of models is answered here, and
/// everything else passes as it is.
final class OpenAiProtocol implements ClientProtocol {
  static final String ID = "openai";

  private final Clock clock;

  OpenAiProtocol(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public boolean matches(RequestHead head) {
    return head.path().startsWith(Endpoint.PREFIX);
  }

  @Override
  public AiRequest read(RequestHead head, Body body) {
    return new OpenAiRequest(Endpoint.of(head), head, body);
  }

  @Override
  public Optional<AiAnswer> readAnswer(AiRequest request, Body body) throws IOException {
    Endpoint endpoint = endpoint(request.operation());
    return endpoint.strict() ? AnswerReader.read(endpoint, body.bytes(), false) : Optional.empty();
  }

  @Override
  public byte[] mapText(AiRequest request, byte[] answer, TextMapper mapper) {
    return endpoint(request.operation()).strict() ? ChoiceText.inAnswer(answer, mapper) : answer;
  }

  @Override
  public EventDecoder events() {
    return ChunkReader.CHUNKS;
  }

  @Override
  public Answer write(AiRequest request, AiAnswer answer) throws IOException {
    return switch (answer) {
      case AiAnswer.Whole whole ->
          Answer.json(
              200,
              request.operation().equals(Operation.TEXT_COMPLETION)
                  ? AnswerWriter.completion(whole, now())
                  : AnswerWriter.chat(whole, now()));
      case AiAnswer.Embeddings embeddings ->
          Answer.json(200, AnswerWriter.embeddings(embeddings, fields(request).base64()));
      case AiAnswer.TokenCount count ->
          throw new IllegalArgumentException("this protocol has no operation that counts tokens");
      case AiAnswer.Streamed streamed ->
          throw new IllegalArgumentException("a streamed answer is written by its encoder");
    };
  }

  @Override
  public StreamEncoder encoder(AiRequest request) throws IOException {
    String model = request.model();
    return new ChunkWriter(
        !request.operation().equals(Operation.TEXT_COMPLETION),
        model == null ? "" : model,
        fields(request).includeUsage(),
        now());
  }

  @Override
  public @Nullable StreamTransform forClient(AiRequest request) throws IOException {
    return endpoint(request.operation()).strict() && !fields(request).includeUsage()
        ? UsageHider.HIDER
        : null;
  }

  @Override
  public Answer models(RequestHead head, List<ModelInfo> models) {
    if (head.path().length() <= Endpoint.MODELS_PATH.length() + 1) {
      ObjectNode root = JsonNodeFactory.instance.objectNode().put("object", "list");
      ArrayNode data = root.putArray("data");
      models.forEach(model -> data.add(describe(model)));
      return Answer.json(200, Json.write(root));
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

  private static ObjectNode describe(ModelInfo model) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", model.name())
        .put("object", "model")
        .put("created", model.since().getEpochSecond())
        .put("owned_by", model.provider());
  }

  private static String decoded(String segment) {
    // a plus sign is itself in a path; the decoder is one for forms
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public Answer problem(Problem problem, String requestId) {
    return Answer.whole(
        problem.status(), ErrorShape.headers(problem), Body.of(ErrorShape.write(problem)));
  }

  @Override
  public StreamEvent problemEvent(Problem problem, String requestId) {
    return StreamEvent.of(null, ErrorShape.write(problem), ChunkReader.CHUNKS);
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private static RequestFields fields(AiRequest request) throws IOException {
    return request instanceof OpenAiRequest own ? own.fields() : RequestFields.NONE;
  }

  private static Endpoint endpoint(Operation operation) {
    if (operation.equals(Operation.CHAT)) {
      return Endpoint.CHAT;
    }
    if (operation.equals(Operation.TEXT_COMPLETION)) {
      return Endpoint.COMPLETIONS;
    }
    return operation.equals(Operation.EMBEDDINGS) ? Endpoint.EMBEDDINGS : Endpoint.OPAQUE;
  }
}
