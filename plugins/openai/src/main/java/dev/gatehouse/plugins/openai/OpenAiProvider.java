package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.http.RequestHead;
import dev.gatehouse.sdk.provider.HttpProvider;
import dev.gatehouse.sdk.provider.UpstreamRequest;
import dev.gatehouse.sdk.provider.UpstreamResponse;
import dev.gatehouse.sdk.stream.EventDecoder;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An upstream that speaks the OpenAI API. Bodies of clients of the same API pass as they are; at
/// most the model's name and the wish for usage are put in, in place. Chats of other clients are
/// translated.
final class OpenAiProvider implements HttpProvider {
  private final OpenAiProviderConfig config;
  private final String userAgent;

  OpenAiProvider(OpenAiProviderConfig config, String version) {
    this.config = config;
    this.userAgent = "gatehouse/" + version;
  }

  @Override
  public String protocol() {
    return OpenAiProtocol.ID;
  }

  @Override
  public String system() {
    return "openai";
  }

  @Override
  public boolean supports(Operation operation) {
    return !operation.equals(Operation.MODELS) && !operation.equals(Operation.TOKEN_COUNT);
  }

  @Override
  public UpstreamRequest encode(Exchange exchange, AiRequest request, Target target)
      throws IOException {
    RequestHead head = exchange.head();
    if (request instanceof OpenAiRequest own) {
      return new UpstreamRequest(
          head.method(),
          address(head),
          headers(PassedHeaders.of(head.headers()), own.stream()),
          body(exchange.body(), own, target));
    }
    if (!request.operation().equals(Operation.CHAT)) {
      throw new ProblemException(
          Problem.of(
              501,
              "operation_not_supported",
              "This operation of the protocol "
                  + request.protocol()
                  + " cannot be translated for this provider. Use a model of a provider that"
                  + " speaks it."));
    }
    byte[] chat = Json.write(ChatWriter.chat(request, target.model(), config.requestUsage()));
    Headers headers = headers(PassedHeaders.of(head.headers()), true);
    headers.set("content-type", "application/json");
    return new UpstreamRequest(
        "POST", URI.create(config.baseUrl() + "/chat/completions"), headers, Body.of(chat));
  }

  private URI address(RequestHead head) {
    String below = head.path().substring(Endpoint.PREFIX.length() - 1);
    return URI.create(config.baseUrl() + below + (head.query() == null ? "" : "?" + head.query()));
  }

  /// @param read whether the answer is read here, which compression would not allow: as events that
  ///   are split and counted, or to be translated
  private Headers headers(Headers headers, boolean read) {
    headers.set("user-agent", userAgent);
    if (read) {
      headers.set("accept-encoding", "identity");
    }
    if (config.apiKey() != null) {
      headers.set("authorization", "Bearer " + config.apiKey().reveal());
    }
    setIfGiven(headers, "openai-organization", config.organization());
    setIfGiven(headers, "openai-project", config.project());
    config.headers().forEach((name, value) -> headers.set(name, value.reveal()));
    return headers;
  }

  private static void setIfGiven(Headers headers, String name, @Nullable String value) {
    if (value != null) {
      headers.set(name, value);
    }
  }

  private Body body(Body received, OpenAiRequest request, Target target) throws IOException {
    Body named = request.naming(target.model());
    if (!config.requestUsage()
        || !request.endpoint().strict()
        || request.endpoint() == Endpoint.EMBEDDINGS
        || !request.stream()
        || request.fields().includeUsage()) {
      return named;
    }
    Body asking = named == received ? received.copy() : named;
    asking.field("stream_options", asking(request.fields().streamOptions()));
    return asking;
  }

  private static JsonNode asking(@Nullable ObjectNode given) {
    ObjectNode options = given == null ? JsonNodeFactory.instance.objectNode() : given.deepCopy();
    return options.put("include_usage", true);
  }

  @Override
  public AiAnswer decode(AiRequest request, UpstreamResponse response) throws IOException {
    Endpoint endpoint =
        request.operation().equals(Operation.EMBEDDINGS) ? Endpoint.EMBEDDINGS : Endpoint.CHAT;
    return AnswerReader.read(endpoint, response.body().bytes(), true)
        .orElseThrow(() ->
            new ProblemException(
                Problem.of(
                    502,
                    "upstream_malformed",
                    "The provider's answer is none that this protocol knows.")));
  }

  @Override
  public EventDecoder events() {
    return ChunkReader.CHUNKS;
  }

  @Override
  public Problem problem(UpstreamResponse response) {
    return ErrorShape.read(response);
  }
}
