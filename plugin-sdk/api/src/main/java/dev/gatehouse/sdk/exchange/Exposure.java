package dev.gatehouse.sdk.exchange;

import java.util.Objects;

/// The fact that an exchange took part in an experiment.
///
/// @param experiment the key below `experiments`
/// @param variant the variant that was assigned, or empty when none was
/// @param unitKind what was randomised: `consumer`, `user`, `session`, `header` or `request`
/// @param unitHash a salted hash of the unit, never the unit itself
/// @param reason `assigned`, `override`, `not_in_coverage`, or another word of the experiment
///   plugin
/// @param phase counts the changes of weights; phases are not pooled in analysis
public record Exposure(
    String experiment, String variant, String unitKind, String unitHash, String reason, int phase) {
  /// Checks that nothing is missing.
  public Exposure {
    Objects.requireNonNull(experiment, "experiment");
    Objects.requireNonNull(variant, "variant");
    Objects.requireNonNull(unitKind, "unitKind");
    Objects.requireNonNull(unitHash, "unitHash");
    Objects.requireNonNull(reason, "reason");
  }
}
