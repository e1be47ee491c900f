package dev.gatehouse.sdk.ai;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One part of a message.
///
/// @param kind what it is; treat an unknown kind like [Kind#OTHER]
/// @param text the text of a [Kind#TEXT] or [Kind#REASONING] part, the arguments of a tool call,
///   the result of a tool; null where there is none
/// @param name the tool's name, or null
/// @param callId the id that joins a tool call and its result, or null
/// @param mediaType the type of a binary part such as `image/png`, or null
/// @param data a URL or base64 data of a binary part, or null
/// @param raw the part as it stood in the protocol's JSON, or null when it was made here
public record Part(
    Kind kind,
    @Nullable String text,
    @Nullable String name,
    @Nullable String callId,
    @Nullable String mediaType,
    @Nullable String data,
    @Nullable JsonNode raw) {
  /// The kinds of parts. The list may grow.
  public enum Kind {
    /// Plain text.
    TEXT,
    /// Thinking that the model shows.
    REASONING,
    /// An image.
    IMAGE,
    /// Sound.
    AUDIO,
    /// A document.
    FILE,
    /// The model asks for a tool to be called.
    TOOL_CALL,
    /// What the tool answered.
    TOOL_RESULT,
    /// The model declines.
    REFUSAL,
    /// Anything else; see `raw`.
    OTHER
  }

  /// Checks that the kind is given.
  public Part {
    Objects.requireNonNull(kind, "kind");
  }

  /// Returns a text part.
  public static Part text(String text) {
    return new Part(Kind.TEXT, Objects.requireNonNull(text), null, null, null, null, null);
  }
}
