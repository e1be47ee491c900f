package dev.gatehouse.compatibility;

import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.AttributeKey;
import dev.gatehouse.sdk.exchange.Completion;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import dev.gatehouse.sdk.store.KeyValueStore;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.sdk.stream.StreamSink;
import dev.gatehouse.sdk.stream.StreamTransform;
import java.io.IOException;
import java.time.Duration;
import tools.jackson.databind.node.StringNode;

/// Reads and edits all that a filter may, says in `x-witness` that it was there, and keeps counts.
final class WitnessFilter implements Filter {
  private static final AttributeKey<Integer> EVENTS = AttributeKey.of("witness.events");

  private final WitnessConfig config;
  private final KeyValueStore store;

  WitnessFilter(WitnessConfig config, ExtensionContext context) {
    this.config = config;
    this.store = context.keyValueStore("witness");
  }

  @Override
  public Decision onRequest(Exchange exchange) throws IOException {
    store.increment("requests", 1, Duration.ofHours(1));
    exchange.tag("witness.model", modelOf(exchange));
    if ("refuse".equals(exchange.head().header("x-witness"))) {
      return Decision.reject(Problem.of(403, "witness_refused", "The witness was told to refuse."));
    }
    if ("answer".equals(exchange.head().header("x-witness"))) {
      return Decision.respond(Answer.json(200, exchange.body().bytes()));
    }
    exchange.body().field("user", StringNode.valueOf(config.text()));
    return Decision.next();
  }

  private static String modelOf(Exchange exchange) throws IOException {
    String model = exchange.ai().isPresent() ? exchange.ai().get().model() : null;
    return model == null ? "none" : model;
  }

  @Override
  public void onResponse(Exchange exchange, Answer answer) throws IOException {
    answer.headers().set("x-witness", "whole " + answer.body().bytes().length);
  }

  @Override
  public StreamTransform onStream(Exchange exchange, Answer head) {
    head.headers().set("x-witness", "streamed");
    return new Upper(exchange);
  }

  @Override
  public void onComplete(Exchange exchange, Completion completion) {
    store.increment("completed", 1, Duration.ofHours(1));
  }

  /// Counts the text of a stream's events and passes them on.
  private static final class Upper implements StreamTransform {
    private final Exchange exchange;
    private int events;

    Upper(Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public void onEvent(StreamEvent event, StreamSink out) throws IOException {
      for (AiDelta delta : event.deltas()) {
        if (delta.kind() == AiDelta.Kind.TEXT) {
          events++;
        }
      }
      out.emit(event);
    }

    @Override
    public void onEnd(StreamSink out) {
      exchange.attribute(EVENTS, events);
      exchange.tag("witness.events", String.valueOf(events));
    }
  }
}
