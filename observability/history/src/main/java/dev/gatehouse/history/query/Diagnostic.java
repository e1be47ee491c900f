package dev.gatehouse.history.query;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Something in a query that could not be understood or costs too much.
///
/// @param message what is wrong, what is allowed
/// @param start where it begins in the query's text, from 0
/// @param end where it ends, exclusive
/// @param suggestion what to put in that place, or null
public record Diagnostic(String message, int start, int end, @Nullable String suggestion) {
  /// Checks that the text is given.
  public Diagnostic {
    Objects.requireNonNull(message, "message");
  }
}
