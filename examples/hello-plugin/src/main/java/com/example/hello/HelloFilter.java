package com.example.hello;

import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.AttributeKey;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.sdk.stream.StreamSink;
import dev.gatehouse.sdk.stream.StreamTransform;
import java.io.IOException;

/// Tells the model how to greet, says so in a header, and counts what is streamed.
final class HelloFilter implements Filter {
  private static final AttributeKey<String> LANGUAGE = AttributeKey.of("hello.language");

  private final HelloConfig config;
  private final Greetings greetings;

  HelloFilter(HelloConfig config, Greetings greetings) {
    this.config = config;
    this.greetings = greetings;
    // A mistake is better told when the configuration is read than when a request comes.
    greetings.in(config.language());
    config.consumers().values().forEach(greetings::in);
  }

  @Override
  public Decision onRequest(Exchange exchange) throws IOException {
    String language =
        exchange
            .consumer()
            .map(caller -> config.consumers().getOrDefault(caller.id(), config.language()))
            .orElse(config.language());
    exchange.attribute(LANGUAGE, language);
    exchange.tag("hello.language", language);
    if (exchange.ai().isPresent()) {
      exchange.ai().get().addSystem("Begin your answer with: " + greetings.in(language));
    }
    return Decision.next();
  }

  @Override
  public void onResponse(Exchange exchange, Answer answer) {
    sign(exchange, answer);
  }

  @Override
  public StreamTransform onStream(Exchange exchange, Answer head) {
    sign(exchange, head);
    return new Counting(exchange);
  }

  private void sign(Exchange exchange, Answer answer) {
    answer
        .headers()
        .set(
            "x-hello",
            exchange.attribute(LANGUAGE) + "; snakeyaml-engine=" + greetings.libraryVersion());
  }

  /// Passes every event on untouched. Reading an event's meaning costs nothing twice: it is decoded
  /// once for all filters.
  private static final class Counting implements StreamTransform {
    private final Exchange exchange;
    private int characters;

    Counting(Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public void onEvent(StreamEvent event, StreamSink out) throws IOException {
      for (AiDelta delta : event.deltas()) {
        if (delta.kind() == AiDelta.Kind.TEXT) {
          characters += delta.text().length();
        }
      }
      out.emit(event);
    }

    @Override
    public void onEnd(StreamSink out) {
      exchange.tag("hello.characters", String.valueOf(characters));
    }
  }
}
