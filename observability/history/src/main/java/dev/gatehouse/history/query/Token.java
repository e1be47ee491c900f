package dev.gatehouse.history.query;

/// A piece of a query's text.
///
/// @param kind what it is
/// @param text a field's name, a sign, the inside of quotes without escapes, or a word with them
/// @param start where it begins, from 0
/// @param end where it ends, exclusive
record Token(Kind kind, String text, int start, int end) {
  enum Kind {
    /// A name and the colon behind it.
    FIELD,
    /// `=`, `<`, `>` and their kin, right behind a field's colon.
    SIGN,
    /// A word, still with its backslashes.
    WORD,
    /// What stood in quotes, without its backslashes.
    QUOTED,
    OPEN,
    CLOSE,
    RANGE_OPEN,
    RANGE_CLOSE,
    AND,
    OR,
    NOT,
    END
  }
}
