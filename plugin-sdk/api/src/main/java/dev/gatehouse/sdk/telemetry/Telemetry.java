package dev.gatehouse.sdk.telemetry;

import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.ExtensionPoint;
import dev.gatehouse.sdk.exchange.Exchange;
import io.opentelemetry.api.OpenTelemetry;

/// Makes spans and metrics of what happens. At most one is active; without one nothing is recorded.
public interface Telemetry extends Extension {
  /// Where telemetry plugs in.
  ExtensionPoint<Telemetry> POINT = new ExtensionPoint<>("telemetry", Telemetry.class);

  /// Returns the OpenTelemetry instance from which the kernel and plugins get meters and tracers.
  OpenTelemetry openTelemetry();

  /// Begins the server span of an exchange, child of the caller's context if its head has one.
  /// Called when the route is known and before any filter.
  ExchangeTrace begin(Exchange exchange);
}
