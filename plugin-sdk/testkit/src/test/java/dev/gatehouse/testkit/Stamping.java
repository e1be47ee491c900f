package dev.gatehouse.testkit;

import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;

/// A plugin whose filter tells in the answer how often it was called, the time, and which class
/// loader its classes have.
public final class Stamping implements GatewayPlugin {
  /// Nothing to set.
  public record Config() {}

  /// Made by the testkit.
  public Stamping() {}

  @Override
  public void register(PluginRegistry registry) {
    registry.add(Filter.POINT, "stamping", Config.class, (_, context) -> new Stamp(context));
  }

  private static final class Stamp implements Filter {
    private final ExtensionContext context;
    private int calls;

    Stamp(ExtensionContext context) {
      this.context = context;
    }

    @Override
    public synchronized void onResponse(Exchange exchange, Answer answer) {
      calls++;
      answer
          .headers()
          .set("x-calls", String.valueOf(calls))
          .set("x-time", context.clock().instant().toString())
          .set("x-loader", String.valueOf(Stamp.class.getClassLoader().getName()));
    }
  }
}
