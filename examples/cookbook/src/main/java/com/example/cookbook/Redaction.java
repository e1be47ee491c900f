package com.example.cookbook;

import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.sdk.stream.StreamSink;
import dev.gatehouse.sdk.stream.StreamTransform;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Recipe: edit the text of a stream when what is looked for may be spread over several events.
final class Redaction implements Filter {
  /// What can be configured.
  record Config(
      @Option(description = "What is put in place of a number.", defaultValue = "[account]")
          String replacement) {}

  // AT00 and up to 20 digits; whatever could be the begin of one is held back
  private static final Pattern ACCOUNT = Pattern.compile("[A-Z]{2}\\d{10,20}");
  private static final Pattern MAYBE_BEGUN = Pattern.compile("[A-Z]{1,2}\\d{0,20}$|[A-Z]$");

  private final Config config;

  Redaction(Config config, ExtensionContext context) {
    this.config = config;
  }

  @Override
  public StreamTransform onStream(Exchange exchange, Answer head) {
    return new Redacting(config.replacement());
  }

  /// One for each stream, so it may keep what it holds back in a field.
  private static final class Redacting implements StreamTransform {
    private final String replacement;
    private String held = "";
    private @Nullable StreamEvent last;

    Redacting(String replacement) {
      this.replacement = replacement;
    }

    @Override
    public void onEvent(StreamEvent event, StreamSink out) throws IOException {
      String text = event.ends() || event.comment() ? null : text(event.json());
      if (text == null) {
        out.emit(event);
        return;
      }
      String all = held + text;
      Matcher begun = MAYBE_BEGUN.matcher(all);
      int safe = begun.find() ? begun.start() : all.length();
      held = all.substring(safe);
      last = event;
      out.emit(withText(event, redacted(all.substring(0, safe))));
    }

    @Override
    public void onEnd(StreamSink out) throws IOException {
      if (last != null && !held.isEmpty()) {
        out.emit(withText(last, redacted(held)));
      }
    }

    private String redacted(String text) {
      return ACCOUNT.matcher(text).replaceAll(Matcher.quoteReplacement(replacement));
    }

    private static @Nullable String text(JsonNode event) {
      JsonNode content = event.at("/choices/0/delta/content");
      return content.isString() ? content.stringValue() : null;
    }

    private static StreamEvent withText(StreamEvent event, String text) {
      // Views are shared with other filters: change a copy.
      JsonNode copy = event.json().deepCopy();
      ((ObjectNode) copy.at("/choices/0/delta")).put("content", text);
      return event.withData(Json.write(copy));
    }
  }
}
