package dev.gatehouse.history.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A query as a tree. Literals are kept as they were written, so that "an hour ago" stays one.
public sealed interface Node {
  /// Every record.
  record Everything() implements Node {}

  /// Records that each part matches.
  ///
  /// @param parts at least two, none of them an [And]
  record And(List<Node> parts) implements Node {
    /// Copies the list.
    public And {
      parts = List.copyOf(parts);
    }
  }

  /// Records that some part matches.
  ///
  /// @param parts at least two, none of them an [Or]
  record Or(List<Node> parts) implements Node {
    /// Copies the list.
    public Or {
      parts = List.copyOf(parts);
    }
  }

  /// Records that the part does not match.
  record Not(Node part) implements Node {}

  /// Records whose texts or ids hold the value.
  record Words(Value value) implements Node {}

  /// Records with the value in a field.
  ///
  /// @param field the canonical name, or the name as written when it is unknown: nothing matches
  record Match(String field, Value value) implements Node {}

  /// Records with a field above or below a bound.
  ///
  /// @param bound as written, such as `2s`
  record Compare(String field, Comparison comparison, String bound) implements Node {}

  /// Records with a field between two bounds, both included.
  ///
  /// @param low as written, or null when open
  /// @param high as written, or null when open
  record Between(String field, @Nullable String low, @Nullable String high) implements Node {}

  /// No record.
  Node NOTHING = new Not(new Everything());

  /// Joins parts by "and", flat.
  static Node and(List<Node> parts) {
    List<Node> flat = new ArrayList<>();
    for (Node part : parts) {
      if (part instanceof And nested) {
        flat.addAll(nested.parts());
      } else {
        flat.add(part);
      }
    }
    return flat.isEmpty() ? new Everything() : flat.size() == 1 ? flat.getFirst() : new And(flat);
  }

  /// Turns a part round; twice is not at all.
  static Node not(Node part) {
    return part instanceof Not negated ? negated.part() : new Not(part);
  }

  /// Joins parts by "or", flat.
  static Node or(List<Node> parts) {
    List<Node> flat = new ArrayList<>();
    for (Node part : parts) {
      if (part instanceof Or nested) {
        flat.addAll(nested.parts());
      } else {
        flat.add(part);
      }
    }
    return flat.isEmpty() ? new Everything() : flat.size() == 1 ? flat.getFirst() : new Or(flat);
  }
}
