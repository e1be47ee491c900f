package dev.gatehouse.plugins.transform;

import dev.gatehouse.tck.PluginTck;
import java.util.Map;

class TransformTckTest extends PluginTck<TransformPlugin> {
  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "transform",
        "{ system-prompt: Be brief., response: { set-headers: { x-edited: \"yes\" },"
            + " set: { /edited: true } }, events: { set: { /edited: true } } }");
  }
}
