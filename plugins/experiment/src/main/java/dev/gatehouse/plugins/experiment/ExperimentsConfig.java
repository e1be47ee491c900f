package dev.gatehouse.plugins.experiment;

import dev.gatehouse.sdk.Entries;
import dev.gatehouse.sdk.Option;
import java.util.HashMap;
import java.util.Map;

/// The section `experiments`: experiments by name.
@Entries
record ExperimentsConfig(
    @Option(description = "Experiments by name.") Map<String, ExperimentConfig> experiments) {
  ExperimentsConfig {
    Map<String, String> owners = new HashMap<>();
    experiments.forEach((name, experiment) -> {
      String other = experiment.enabled() ? owners.putIfAbsent(experiment.model(), name) : null;
      if (other != null) {
        throw new IllegalArgumentException(
            "experiments "
                + other
                + " and "
                + name
                + " are both for model "
                + experiment.model()
                + "; a model takes part in one experiment at a time, so disable one of them");
      }
    });
  }
}
