package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.ConfigProblems;

/// Prepares a generation for serving before it is published.
public interface GenerationLinker {
  /// Links routes to filters and models to providers. What does not fit is a problem of the
  /// configuration, and keeps the generation from being published.
  ///
  /// @return what [Generation#linked] gives to those who serve
  Object link(Generation generation, ConfigProblems problems);

  /// Gives back what [#link] took for a generation that nobody uses any more, or that was not
  /// published. Called once, before its instances are closed.
  ///
  /// @param linked what [#link] returned
  default void unlink(Object linked) {}
}
