package com.example.cookbook;

import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import dev.gatehouse.sdk.stream.StreamTransform;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/// Recipe: change headers in both directions, whole and streamed.
final class CompanyHeaders implements Filter {
  /// What can be configured.
  record Config(
      @Option(description = "The cost center that models are told.") @NotBlank String costCenter) {}

  private final Config config;

  CompanyHeaders(Config config, ExtensionContext context) {
    this.config = config;
  }

  @Override
  public Decision onRequest(Exchange exchange) {
    // What is set here reaches the upstream.
    exchange.head().headers().set("x-cost-center", config.costCenter()).remove("x-debug");
    return Decision.next();
  }

  @Override
  public void onResponse(Exchange exchange, Answer answer) {
    answer.headers().set("x-answered-by", "gatehouse").remove("x-internal-host");
  }

  @Override
  public @Nullable StreamTransform onStream(Exchange exchange, Answer head) {
    // The head of a stream can still be changed; its events pass at no cost with null.
    onResponse(exchange, head);
    return null;
  }
}
