package dev.gatehouse.bench;

import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Completion;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;

/// A filter that looks and does nothing, in three hooks.
final class LooksPlugin implements GatewayPlugin {
  /// There is nothing to configure.
  record None() {}

  @Override
  public void register(PluginRegistry registry) {
    registry.add(Filter.POINT, "looks", None.class, (config, context) -> new Looks());
  }

  private static final class Looks implements Filter {
    @Override
    public Decision onRequest(Exchange exchange) {
      exchange.head().method();
      return Decision.next();
    }

    @Override
    public void onResponse(Exchange exchange, Answer answer) {
      answer.headers().value("content-type");
    }

    @Override
    public void onComplete(Exchange exchange, Completion completion) {
      completion.outcome();
    }
  }
}
