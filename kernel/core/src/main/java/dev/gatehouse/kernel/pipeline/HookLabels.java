package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.plugin.policy.HookStats;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

/// The labels of metrics of plugins.
final class HookLabels {
  private static final AttributeKey<String> PLUGIN = AttributeKey.stringKey("gatehouse.plugin");
  private static final AttributeKey<String> EXTENSION =
      AttributeKey.stringKey("gatehouse.extension");
  private static final AttributeKey<String> INSTANCE = AttributeKey.stringKey("gatehouse.instance");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("gatehouse.route");
  private static final AttributeKey<String> HOOK = AttributeKey.stringKey("gatehouse.hook");

  private HookLabels() {}

  static Attributes of(String plugin, String extension, String instance) {
    return Attributes.of(PLUGIN, plugin, EXTENSION, extension, INSTANCE, instance);
  }

  static Attributes of(String plugin, String extension, String instance, HookStats hook) {
    return Attributes.of(
        PLUGIN,
        plugin,
        EXTENSION,
        extension,
        INSTANCE,
        instance,
        ROUTE,
        hook.route(),
        HOOK,
        hook.hook());
  }
}
