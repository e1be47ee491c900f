package dev.gatehouse.sdk.ai;

import dev.gatehouse.sdk.http.Problem;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One step of a streamed answer, independent of the protocol. One event may hold several.
///
/// @param kind what happened; treat an unknown kind like [Kind#OTHER]
/// @param index of a tool call any number that tells it from the other calls of the answer, such as
///   that of its content block; of everything else the choice, from 0
/// @param text the text of a [Kind#TEXT] or [Kind#REASONING] step, or a piece of a tool call's
///   arguments; null where there is none
/// @param toolName the name in the first step of a tool call, else null
/// @param toolCallId the id in the first step of a tool call, else null
/// @param usage set for [Kind#USAGE]
/// @param finishReason set for [Kind#FINISH], in the words of the OpenAI protocol (`stop`,
///   `length`, `tool_calls`, `content_filter`)
/// @param model the model that answers, set for [Kind#START] where known
/// @param problem set for [Kind#ERROR]
public record AiDelta(
    Kind kind,
    int index,
    @Nullable String text,
    @Nullable String toolName,
    @Nullable String toolCallId,
    @Nullable Usage usage,
    @Nullable String finishReason,
    @Nullable String model,
    @Nullable Problem problem) {
  /// The kinds of steps. The list may grow.
  public enum Kind {
    /// The answer begins; no content yet.
    START,
    /// Text for the reader.
    TEXT,
    /// Thinking.
    REASONING,
    /// A tool call begins or goes on.
    TOOL_CALL,
    /// A part of the answer begins or ends, such as a content block: the text that follows does not
    /// go on from the text before.
    BOUNDARY,
    /// What was used.
    USAGE,
    /// A choice is complete.
    FINISH,
    /// The provider reports a failure inside the stream.
    ERROR,
    /// Anything else.
    OTHER
  }

  /// Checks that the kind is given.
  public AiDelta {
    Objects.requireNonNull(kind, "kind");
  }

  /// Returns whether this step is content that, once sent, rules out a retry.
  public boolean content() {
    return kind == Kind.TEXT || kind == Kind.REASONING || kind == Kind.TOOL_CALL;
  }

  /// Returns the begin of an answer.
  public static AiDelta start(String model) {
    return new AiDelta(Kind.START, 0, null, null, null, null, null, model, null);
  }

  /// Returns a piece of text.
  public static AiDelta text(int index, String text) {
    return new AiDelta(Kind.TEXT, index, text, null, null, null, null, null, null);
  }

  /// Returns a piece of thinking.
  public static AiDelta reasoning(int index, String text) {
    return new AiDelta(Kind.REASONING, index, text, null, null, null, null, null, null);
  }

  /// Returns the begin or a further piece of a tool call.
  public static AiDelta toolCall(
      int index, @Nullable String id, @Nullable String name, String arguments) {
    return new AiDelta(Kind.TOOL_CALL, index, arguments, name, id, null, null, null, null);
  }

  /// Returns a count of tokens.
  public static AiDelta usage(Usage usage) {
    return new AiDelta(Kind.USAGE, 0, null, null, null, usage, null, null, null);
  }

  /// Returns the end of a choice.
  public static AiDelta finish(int index, String reason) {
    return new AiDelta(Kind.FINISH, index, null, null, null, null, reason, null, null);
  }

  /// Returns a failure that the provider reported.
  public static AiDelta error(Problem problem) {
    return new AiDelta(Kind.ERROR, 0, null, null, null, null, null, null, problem);
  }
}
