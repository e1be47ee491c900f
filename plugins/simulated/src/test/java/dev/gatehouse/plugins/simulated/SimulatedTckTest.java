package dev.gatehouse.plugins.simulated;

import dev.gatehouse.tck.PluginTck;

class SimulatedTckTest extends PluginTck<SimulatedPlugin> {}
