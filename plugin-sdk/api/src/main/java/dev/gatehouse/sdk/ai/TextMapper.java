package dev.gatehouse.sdk.ai;

/// Puts other text in the place of a piece of an answer's text.
@FunctionalInterface
public interface TextMapper {
  /// Returns the text to put in its place; the same text to leave it.
  ///
  /// @param index the choice that the text belongs to, from 0
  /// @param text the text, may be empty
  String map(int index, String text);
}
