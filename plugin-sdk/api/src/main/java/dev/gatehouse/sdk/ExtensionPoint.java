package dev.gatehouse.sdk;

import java.util.Objects;

/// A place where plugins can extend the gateway.
///
/// Each extension interface carries its own point in a constant named `POINT`. The set is fixed by
/// the SDK: the kernel refuses a point it does not know.
///
/// @param id the name in descriptors, errors and the admin API, in kebab-case
/// @param type the interface that extensions of this point implement
/// @param <E> the same as a type
public record ExtensionPoint<E extends Extension>(String id, Class<E> type) {
  /// Checks that nothing is missing.
  public ExtensionPoint {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(type, "type");
  }

  @Override
  public String toString() {
    return id;
  }
}
