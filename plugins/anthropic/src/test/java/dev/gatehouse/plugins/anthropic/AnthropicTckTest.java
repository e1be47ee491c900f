package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.tck.PluginTck;

class AnthropicTckTest extends PluginTck<AnthropicPlugin> {}
