package com.example.cookbook;

import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.exchange.Completion;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import dev.gatehouse.sdk.store.KeyValueStore;
import jakarta.validation.constraints.Positive;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;

/// Recipe: count what was really used when the exchange is over, and refuse when it is too much.
final class TokenBudget implements Filter {
  /// What can be configured.
  record Config(
      @Option(description = "Tokens that a consumer has for a day.") @Positive long perDay) {}

  private static final Duration KEPT = Duration.ofDays(2);

  private final Config config;
  private final KeyValueStore used;
  private final Clock clock;

  TokenBudget(Config config, ExtensionContext context) {
    this.config = config;
    // Outlives this instance and this version of the plugin; fields do not.
    this.used = context.keyValueStore("tokens");
    this.clock = context.clock();
  }

  @Override
  public Decision onRequest(Exchange exchange) {
    if (used.increment(key(exchange), 0, KEPT) >= config.perDay()) {
      return Decision.reject(
          Problem.of(429, "budget_used_up", "The tokens of today are used up. Try again tomorrow.")
              .retryAfter(Duration.ofHours(1).toSeconds()));
    }
    return Decision.next();
  }

  /// Called exactly once, also when the client left in the middle: what was used is known then.
  @Override
  public void onComplete(Exchange exchange, Completion completion) {
    completion.usage().ifPresent(usage -> used.increment(key(exchange), usage.total(), KEPT));
  }

  private String key(Exchange exchange) {
    String caller = exchange.consumer().map(consumer -> consumer.id()).orElse("anonymous");
    return LocalDate.now(clock) + "/" + caller;
  }
}
