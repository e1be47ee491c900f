package dev.gatehouse.history;

import dev.gatehouse.tck.PluginTck;

class HistoryTckTest extends PluginTck<HistoryPlugin> {}
