package dev.gatehouse.telemetry;

import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Conversation;
import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.exchange.AttributeKey;
import dev.gatehouse.sdk.exchange.ClientInfo;
import dev.gatehouse.sdk.exchange.Consumer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Exposure;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.RequestHead;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// An exchange as the kernel would show it, with what the tests of telemetry need.
final class FakeExchange implements Exchange {
  static final Headers NO_FIELDS =
      Headers.of("host", "gateway.example:8080", "user-agent", "probe/1");

  private final RequestHead head;
  private final Optional<AiRequest> ai;
  private final List<Exposure> exposures = new ArrayList<>();

  private FakeExchange(RequestHead head, Optional<AiRequest> ai) {
    this.head = head;
    this.ai = ai;
  }

  static FakeExchange chat(Headers headers, boolean stream, String parameters) {
    return new FakeExchange(
        new RequestHead("POST", "/v1/chat/completions", "key=hidden", headers),
        Optional.of(new Chat(stream, parameters)));
  }

  static FakeExchange chat() {
    return chat(NO_FIELDS.copy(), false, "{}");
  }

  static FakeExchange plain(String method) {
    return new FakeExchange(
        new RequestHead(method, "/images/a.png", null, NO_FIELDS.copy()), Optional.empty());
  }

  @Override
  public String id() {
    return "01JABCDEFGHJKMNPQRSTVWXYZ0";
  }

  @Override
  public Instant startedAt() {
    return Instant.now();
  }

  @Override
  public Duration remaining() {
    return Duration.ofMinutes(1);
  }

  @Override
  public String route() {
    return ai.isPresent() ? "models" : "images";
  }

  @Override
  public ClientInfo client() {
    return new ClientInfo("192.0.2.7", head.header("user-agent"), false);
  }

  @Override
  public RequestHead head() {
    return head;
  }

  @Override
  public Body body() {
    return Body.empty();
  }

  @Override
  public Optional<AiRequest> ai() {
    return ai;
  }

  @Override
  public Optional<Consumer> consumer() {
    return Optional.of(new Consumer("search-team", java.util.Set.of(), Map.of()));
  }

  @Override
  public List<Target> candidates() {
    return List.of();
  }

  @Override
  public void candidates(List<Target> targets, String reason) {}

  @Override
  public void mapText(
      dev.gatehouse.sdk.exchange.Answer answer, dev.gatehouse.sdk.ai.TextMapper mapper) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void expose(Exposure exposure) {
    exposures.add(exposure);
  }

  @Override
  public List<Exposure> exposures() {
    return exposures;
  }

  @Override
  public <T> T attribute(AttributeKey<T> key) {
    return null;
  }

  @Override
  public <T> void attribute(AttributeKey<T> key, T value) {}

  @Override
  public void tag(String key, String value) {}

  @Override
  public Span span() {
    return Span.getInvalid();
  }

  private record Chat(boolean stream, String parameters) implements AiRequest {
    @Override
    public String protocol() {
      return "openai";
    }

    @Override
    public Operation operation() {
      return Operation.CHAT;
    }

    @Override
    public String model() {
      return "chat";
    }

    @Override
    public Conversation conversation() throws IOException {
      if (parameters.isEmpty()) {
        throw new IOException("the client left");
      }
      Map<String, JsonNode> all = new HashMap<>();
      Json.parse(parameters.getBytes(StandardCharsets.UTF_8))
          .properties()
          .forEach(each -> all.put(each.getKey(), each.getValue()));
      return new Conversation(List.of(Message.of("user", "secret question")), List.of(), all);
    }

    @Override
    public List<String> inputs() {
      return List.of();
    }

    @Override
    public Optional<String> user() {
      return Optional.empty();
    }

    @Override
    public void addSystem(String text) {}
  }
}
