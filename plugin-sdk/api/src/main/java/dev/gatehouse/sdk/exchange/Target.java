package dev.gatehouse.sdk.exchange;

import java.util.Objects;

/// A provider together with the name the model has there.
///
/// @param provider the key below `providers` in the configuration
/// @param model the upstream's name of the model
/// @param weight the share among the targets of a model, relative to the others; 0 takes no traffic
public record Target(String provider, String model, int weight) {
  /// Checks the ranges.
  public Target {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(model, "model");
    if (weight < 0) {
      throw new IllegalArgumentException("a weight is not negative, got " + weight);
    }
  }

  /// Returns the short form `provider/model`.
  public String id() {
    return provider + "/" + model;
  }
}
