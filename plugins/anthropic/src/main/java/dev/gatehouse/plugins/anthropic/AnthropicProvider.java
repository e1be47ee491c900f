package dev.gatehouse.plugins.anthropic;

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

/// An upstream that speaks the Anthropic API. Bodies of clients of the same API pass as they are,
/// at most with another name of the model; chats of other clients are translated.
final class AnthropicProvider implements HttpProvider {
  private final AnthropicProviderConfig config;
  private final String userAgent;

  AnthropicProvider(AnthropicProviderConfig config, String version) {
    this.config = config;
    this.userAgent = "gatehouse/" + version;
  }

  @Override
  public String protocol() {
    return AnthropicProtocol.ID;
  }

  @Override
  public String system() {
    return "anthropic";
  }

  @Override
  public boolean supports(Operation operation) {
    return AnthropicProtocol.understands(operation) || operation.equals(Operation.OTHER);
  }

  @Override
  public UpstreamRequest encode(Exchange exchange, AiRequest request, Target target)
      throws IOException {
    RequestHead head = exchange.head();
    if (request instanceof AnthropicRequest own) {
      String below = head.path().substring(Endpoint.PREFIX.length() - 1);
      String query = head.query() == null ? "" : "?" + head.query();
      return new UpstreamRequest(
          head.method(),
          URI.create(config.baseUrl() + below + query),
          headers(PassedHeaders.of(head.headers()), own.stream()),
          own.naming(target.model()));
    }
    if (!AnthropicProtocol.understands(request.operation())) {
      throw new ProblemException(
          Problem.of(
              501,
              "operation_not_supported",
              "This operation of the protocol "
                  + request.protocol()
                  + " cannot be translated for this provider. Use a model of a provider that"
                  + " speaks it."));
    }
    return translated(head, request, target);
  }

  private UpstreamRequest translated(RequestHead head, AiRequest request, Target target)
      throws IOException {
    boolean chat = request.operation().equals(Operation.CHAT);
    RequestWriter writer = new RequestWriter(target.model(), config.defaultMaxTokens());
    byte[] body = Json.write(chat ? writer.message(request) : writer.count(request));
    Headers headers = headers(PassedHeaders.of(head.headers()), true);
    headers.set("content-type", "application/json");
    return new UpstreamRequest(
        "POST",
        URI.create(config.baseUrl() + (chat ? "/messages" : "/messages/count_tokens")),
        headers,
        Body.of(body));
  }

  /// @param read whether the answer is read here, which compression would not allow: as events that
  ///   are split and counted, or to be translated
  private Headers headers(Headers headers, boolean read) {
    headers.set("user-agent", userAgent);
    if (read) {
      headers.set("accept-encoding", "identity");
    }
    if (!headers.contains(Endpoint.VERSION_HEADER)) {
      headers.set(Endpoint.VERSION_HEADER, config.version());
    }
    if (config.apiKey() != null) {
      headers.set("x-api-key", config.apiKey().reveal());
    }
    config.headers().forEach((name, value) -> headers.set(name, value.reveal()));
    return headers;
  }

  @Override
  public AiAnswer decode(AiRequest request, UpstreamResponse response) throws IOException {
    return MessageReader.read(request.operation(), response.body().bytes())
        .orElseThrow(() ->
            new ProblemException(
                Problem.of(
                    502,
                    "upstream_malformed",
                    "The provider's answer is none that this protocol knows.")));
  }

  @Override
  public EventDecoder events() {
    return EventReader.EVENTS;
  }

  @Override
  public Problem problem(UpstreamResponse response) {
    return ErrorShape.read(response);
  }
}
