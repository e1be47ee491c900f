package com.example.cookbook;

import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import jakarta.validation.constraints.NotEmpty;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// Recipe: refuse a request, with a reason that the caller can act on.
final class BlockedWords implements Filter {
  /// What can be configured.
  record Config(
      @Option(description = "Words that are not allowed, in any case.") @NotEmpty
          List<String> words) {}

  private final List<String> words;

  BlockedWords(Config config, ExtensionContext context) {
    this.words = config.words().stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
  }

  @Override
  public Decision onRequest(Exchange exchange) throws IOException {
    if (exchange.ai().isEmpty()) {
      return Decision.next();
    }
    // Parsed once, however many filters ask.
    for (Message message : exchange.ai().get().conversation().messages()) {
      String text = message.text().toLowerCase(Locale.ROOT);
      if (message.role().equals("user") && words.stream().anyMatch(text::contains)) {
        exchange.tag("blocked", "words");
        // The text says what to do, and quotes neither the word nor the message.
        return Decision.reject(
            Problem.of(
                422, "blocked_words", "The message has a word that is not allowed. Leave it out."));
      }
    }
    return Decision.next();
  }
}
