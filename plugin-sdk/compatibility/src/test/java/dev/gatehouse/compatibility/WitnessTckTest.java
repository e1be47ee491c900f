package dev.gatehouse.compatibility;

import dev.gatehouse.tck.PluginTck;

class WitnessTckTest extends PluginTck<WitnessPlugin> {}
