package dev.gatehouse.telemetry;

import dev.gatehouse.sdk.log.Content;
import dev.gatehouse.sdk.log.ContentReader;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.log.RequestLogSink;
import io.opentelemetry.api.trace.Span;
import java.util.List;

/// Puts messages and answers on the client spans that wait for them. Has nothing to do unless
/// `capture-content` is switched on.
final class ContentSink implements RequestLogSink {
  private final PendingContent pending;
  private final ContentReader reader;

  ContentSink(PendingContent pending, ContentReader reader) {
    this.pending = pending;
    this.reader = reader;
  }

  @Override
  public boolean wants(ExchangeRecord exchange) {
    return pending.holds(exchange.id());
  }

  @Override
  public void write(List<ExchangeRecord> batch) {
    for (ExchangeRecord each : batch) {
      PendingContent.Held held = pending.take(each.id());
      if (held != null) {
        try {
          describe(held, each);
        } finally {
          held.end();
        }
      }
    }
  }

  private void describe(PendingContent.Held held, ExchangeRecord exchange) {
    Content content = reader.read(exchange.request(), exchange.response());
    Span span = held.span();
    MessageText input = new MessageText(held.maxBytes());
    input.addAll(content.messages());
    MessageText output = new MessageText(held.maxBytes());
    if (!content.answer().isEmpty()) {
      output.add("assistant", content.answer(), exchange.response().finishReason());
    }
    span.setAttribute(Names.INPUT_MESSAGES, input.json());
    span.setAttribute(Names.OUTPUT_MESSAGES, output.json());
    if (input.truncated() || output.truncated()) {
      span.setAttribute(Names.CONTENT_TRUNCATED, true);
    }
  }
}
