package dev.gatehouse.plugins.cache;

import dev.gatehouse.tck.PluginTck;

class CacheTckTest extends PluginTck<CachePlugin> {}
