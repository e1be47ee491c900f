package dev.gatehouse.sdk.ai;

import java.util.List;
import java.util.Objects;

/// One message of a conversation.
///
/// @param role `system`, `developer`, `user`, `assistant` or `tool`, or what else the protocol has
/// @param parts its parts, in order
public record Message(String role, List<Part> parts) {
  /// Copies the list.
  public Message {
    Objects.requireNonNull(role, "role");
    parts = List.copyOf(parts);
  }

  /// Returns a message of one text.
  public static Message of(String role, String text) {
    return new Message(role, List.of(Part.text(text)));
  }

  /// Returns the texts of all text parts joined by line breaks; empty when there is none.
  public String text() {
    StringBuilder joined = new StringBuilder();
    for (Part part : parts) {
      if (part.kind() == Part.Kind.TEXT && part.text() != null) {
        if (!joined.isEmpty()) {
          joined.append('\n');
        }
        joined.append(part.text());
      }
    }
    return joined.toString();
  }
}
