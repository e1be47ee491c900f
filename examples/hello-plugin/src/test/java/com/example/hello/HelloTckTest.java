package com.example.hello;

import dev.gatehouse.tck.PluginTck;

/// What every plugin has to keep to.
class HelloTckTest extends PluginTck<HelloPlugin> {}
