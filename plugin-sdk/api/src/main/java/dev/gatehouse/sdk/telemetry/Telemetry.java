package dev.gatehouse.sdk.telemetry;

import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.ExtensionPoint;
import dev.gatehouse.sdk.exchange.Exchange;
import io.opentelemetry.api.OpenTelemetry;

/// Makes spans and metrics of what happens. At most one is active; without one nothing is recorded.
///
/// | method | when | thread | streamed answers | may block |
/// |---|---|---|---|---|
/// | [#openTelemetry] | whenever somebody asks for a meter or tracer: return the same | any | the same | no |
/// | [#begin] | once an exchange, before any filter | the exchange's own | the same; its trace hears of each content event | no |
///
/// There is no time limit and no error mode: telemetry that throws ends the exchange, so it must
/// not.
public interface Telemetry extends Extension {
  /// Where telemetry plugs in.
  ExtensionPoint<Telemetry> POINT = new ExtensionPoint<>("telemetry", Telemetry.class);

  /// Returns the OpenTelemetry instance from which the kernel and plugins get meters and tracers.
  OpenTelemetry openTelemetry();

  /// Begins the server span of an exchange, child of the caller's context if its head has one.
  /// Called when the route is known and before any filter.
  ExchangeTrace begin(Exchange exchange);
}
