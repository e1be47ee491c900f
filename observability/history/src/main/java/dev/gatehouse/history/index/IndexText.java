package dev.gatehouse.history.index;

/// Which words of records are indexed.
public enum IndexText {
  /// Prompts, answers, tool calls and errors.
  ALL,
  /// None: records are found by their fields alone, at a fifth of the cost.
  METADATA
}
