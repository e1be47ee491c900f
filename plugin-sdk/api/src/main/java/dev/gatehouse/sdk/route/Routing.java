package dev.gatehouse.sdk.route;

/// What a router gets for one decision. Provided by the kernel.
public interface Routing {
  /// Returns the random draw of this exchange, in [0, 1). It is recorded, so that a decision can be
  /// computed again; a router takes its randomness from here only.
  double draw();

  /// Adds a line to the explanation of the decision that the history shows.
  void explain(String line);
}
