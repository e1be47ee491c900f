package dev.gatehouse.plugins.experiment;

import dev.gatehouse.sdk.Stage;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;

/// Brings the section `experiments`.
public final class ExperimentPlugin implements GatewayPlugin {
  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(Filter.POINT, "experiments", ExperimentsConfig.class, Experiments::new)
        .stage(Stage.TRANSFORM)
        .readsBody()
        .section()
        .description(
            "Puts model versions side by side: variants by weight, assigned by a salted hash.");
  }
}
