/// Traces and metrics of every exchange, in the names that OpenTelemetry gives them.
///
/// [dev.gatehouse.telemetry.TelemetryPlugin] declares the section. Its instance,
/// [dev.gatehouse.telemetry.ModelTelemetry], owns an SDK ([dev.gatehouse.telemetry.TelemetrySdk],
/// configured by [dev.gatehouse.telemetry.Settings]) and begins a
/// [dev.gatehouse.telemetry.ServerTrace] for each exchange, which begins a
/// [dev.gatehouse.telemetry.ClientTrace] for each attempt. All names stand in
/// [dev.gatehouse.telemetry.Names], all metrics in [dev.gatehouse.telemetry.Instruments].
@NullMarked
package dev.gatehouse.telemetry;

import org.jspecify.annotations.NullMarked;
