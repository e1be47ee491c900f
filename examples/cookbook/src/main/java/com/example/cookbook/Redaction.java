package com.example.cookbook;

import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.TextEdit;
import dev.gatehouse.sdk.filter.TextFilter;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import java.util.regex.Pattern;

/// Recipe: edit the text of answers, whole and streamed, when what is looked for may be spread over
/// several events. The same code serves clients of every protocol.
final class Redaction extends TextFilter {
  /// What can be configured.
  record Config(
      @Option(description = "What is put in place of a number.", defaultValue = "[account]")
          String replacement) {}

  // AT00 and up to 20 digits
  private static final Pattern ACCOUNT = Pattern.compile("[A-Z]{2}\\d{10,20}");
  private static final int LONGEST = 22;

  private final Config config;

  Redaction(Config config, ExtensionContext context) {
    this.config = config;
  }

  @Override
  protected TextEdit edit(Exchange exchange) {
    return TextEdit.replacing(ACCOUNT, LONGEST, account -> config.replacement());
  }
}
