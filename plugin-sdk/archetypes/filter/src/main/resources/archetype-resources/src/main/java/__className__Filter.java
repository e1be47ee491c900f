package ${package};

import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.sdk.stream.StreamSink;
import dev.gatehouse.sdk.stream.StreamTransform;
import java.io.IOException;

/// Signs answers and counts the text of streams. All exchanges share one instance, so it keeps what
/// belongs to one exchange on the exchange.
final class ${className}Filter implements Filter {
  private final ${className}Config config;

  ${className}Filter(${className}Config config) {
    this.config = config;
  }

  @Override
  public Decision onRequest(Exchange exchange) {
    exchange.tag("${artifactId}", "seen");
    return Decision.next();
  }

  @Override
  public void onResponse(Exchange exchange, Answer answer) {
    answer.headers().set("x-${artifactId}", config.text());
  }

  @Override
  public StreamTransform onStream(Exchange exchange, Answer head) {
    head.headers().set("x-${artifactId}", config.text());
    return new Counting(exchange);
  }

  /// One for each stream.
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
      exchange.tag("${artifactId}.characters", String.valueOf(characters));
    }
  }
}
