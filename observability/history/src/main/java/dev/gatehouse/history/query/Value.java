package dev.gatehouse.history.query;

import java.util.Objects;

/// What a field or the text is asked to hold.
public sealed interface Value {
  /// The text as it stands: a whole keyword, or words one after another.
  ///
  /// @param text without quotes and escapes
  record Text(String text) implements Value {
    /// Checks that the text is given.
    public Text {
      Objects.requireNonNull(text, "text");
    }
  }

  /// A pattern.
  ///
  /// @param pattern `*` stands for any characters, `?` for one; a backslash takes their meaning and
  ///   its own away
  record Glob(String pattern) implements Value {
    /// Checks that the pattern is given.
    public Glob {
      Objects.requireNonNull(pattern, "pattern");
    }
  }

  /// Anything at all, as long as there is something.
  record Any() implements Value {}
}
