package dev.gatehouse.plugins.openai;

import dev.gatehouse.tck.PluginTck;

class OpenAiTckTest extends PluginTck<OpenAiPlugin> {}
