package dev.gatehouse.sdk.exchange;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The authenticated caller.
///
/// @param id unique among consumers; appears in records, spans and error texts
/// @param roles what it may do, for authorisers and the admin API
/// @param attributes further facts such as claims; values may appear in the history
public record Consumer(String id, Set<String> roles, Map<String, String> attributes) {
  /// Copies the collections.
  public Consumer {
    Objects.requireNonNull(id, "id");
    roles = Set.copyOf(roles);
    attributes = Map.copyOf(attributes);
  }
}
