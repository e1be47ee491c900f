package dev.gatehouse.plugins.experiment;

import dev.gatehouse.tck.PluginTck;
import java.util.Map;

class ExperimentTckTest extends PluginTck<ExperimentPlugin> {
  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "experiments",
        "{ tone: { model: tck, unit: [ request ], variants:"
            + " { control: {}, candidate: { system-prompt: Be brief. } } } }");
  }
}
