package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.config.ConfigProblem;
import java.time.Instant;
import java.util.List;

/// What came of building a generation.
///
/// @param at when it was tried
/// @param ok whether the new generation serves now
/// @param hash the hash of the configuration that serves now
/// @param generation the number of the generation that serves now
/// @param problems errors that stopped it, and warnings
public record ReloadResult(
    Instant at, boolean ok, String hash, long generation, List<ConfigProblem> problems) {
  /// Copies the list.
  public ReloadResult {
    problems = List.copyOf(problems);
  }
}
