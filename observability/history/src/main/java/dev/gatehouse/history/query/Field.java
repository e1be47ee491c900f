package dev.gatehouse.history.query;

import java.util.List;

/// Something a record can be searched by.
///
/// @param name the name in queries, facets and the index
/// @param kind what it holds
/// @param description what it is, in a few words
/// @param aliases other names that are understood
public record Field(String name, Kind kind, String description, List<String> aliases) {
  /// Copies the list.
  public Field {
    aliases = List.copyOf(aliases);
  }

  /// What a field holds, and so how it is compared.
  public enum Kind {
    /// One exact value, or several.
    KEYWORD,
    /// One exact value of a small set, written in lower case.
    WORD,
    /// A value that is different in almost every record.
    ID,
    /// Words in order.
    TEXT,
    /// A whole number.
    NUMBER,
    /// A length of time, kept in microseconds.
    DURATION,
    /// US dollars, kept in billionths.
    MONEY,
    /// A size in bytes.
    SIZE,
    /// A point in time, kept in milliseconds since 1970.
    TIME;

    /// Returns whether values have an order and can be compared.
    public boolean numeric() {
      return switch (this) {
        case NUMBER, DURATION, MONEY, SIZE, TIME -> true;
        case KEYWORD, WORD, ID, TEXT -> false;
      };
    }
  }
}
