package dev.gatehouse.plugins.cache;

import dev.gatehouse.sdk.ErrorMode;
import dev.gatehouse.sdk.Stage;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;

/// Brings the filter `cache`.
public final class CachePlugin implements GatewayPlugin {
  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(Filter.POINT, "cache", CacheConfig.class, CacheFilter::new)
        .stage(Stage.CACHE)
        .onError(ErrorMode.OPEN)
        .readsBody()
        .description(
            "Answers a request that was answered before, byte for byte the same, from memory.");
  }
}
