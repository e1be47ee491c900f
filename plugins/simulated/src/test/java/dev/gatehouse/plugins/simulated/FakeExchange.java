package dev.gatehouse.plugins.simulated;

import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.exchange.AttributeKey;
import dev.gatehouse.sdk.exchange.ClientInfo;
import dev.gatehouse.sdk.exchange.Consumer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Exposure;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.RequestHead;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An exchange that has a head, a body and the protocol's view of them, and nothing else.
record FakeExchange(RequestHead head, Body body, AiRequest request) implements Exchange {
  @Override
  public Optional<AiRequest> ai() {
    return Optional.of(request);
  }

  @Override
  public String id() {
    return "test";
  }

  @Override
  public Instant startedAt() {
    return Instant.EPOCH;
  }

  @Override
  public Duration remaining() {
    return Duration.ofMinutes(1);
  }

  @Override
  public String route() {
    return "models";
  }

  @Override
  public ClientInfo client() {
    return new ClientInfo("127.0.0.1", null, false);
  }

  @Override
  public Optional<Consumer> consumer() {
    return Optional.empty();
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
  public void expose(Exposure exposure) {}

  @Override
  public List<Exposure> exposures() {
    return List.of();
  }

  @Override
  public <T> @Nullable T attribute(AttributeKey<T> key) {
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
}
