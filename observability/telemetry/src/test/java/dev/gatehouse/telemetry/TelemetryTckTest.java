package dev.gatehouse.telemetry;

import dev.gatehouse.tck.PluginTck;

class TelemetryTckTest extends PluginTck<TelemetryPlugin> {}
