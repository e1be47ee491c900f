package dev.gatehouse.plugins.anthropic;

import org.jspecify.annotations.Nullable;

/// Why an answer ends, in the words of both sides.
final class StopReason {
  private StopReason() {}

  /// Returns the neutral word; one that is not known stays as it is.
  static String neutral(String reason) {
    return switch (reason) {
      case "end_turn", "stop_sequence", "pause_turn" -> "stop";
      case "max_tokens", "model_context_window_exceeded" -> "length";
      case "tool_use" -> "tool_calls";
      case "refusal" -> "content_filter";
      default -> reason;
    };
  }

  /// Returns Anthropic's word; null when the provider gave no reason.
  static @Nullable String own(@Nullable String reason) {
    if (reason == null) {
      return null;
    }
    return switch (reason) {
      case "length" -> "max_tokens";
      case "tool_calls", "function_call" -> "tool_use";
      case "content_filter" -> "refusal";
      default -> "end_turn";
    };
  }
}
