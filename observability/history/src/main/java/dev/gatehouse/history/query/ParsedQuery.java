package dev.gatehouse.history.query;

import java.util.List;

/// What a text means as a query.
///
/// @param root the tree
/// @param diagnostics what could not be understood, in the order of the text
public record ParsedQuery(Node root, List<Diagnostic> diagnostics) {
  /// Copies the list.
  public ParsedQuery {
    diagnostics = List.copyOf(diagnostics);
  }
}
