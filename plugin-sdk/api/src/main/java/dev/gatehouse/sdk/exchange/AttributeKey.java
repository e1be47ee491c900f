package dev.gatehouse.sdk.exchange;

/// A typed name for something one extension keeps on an exchange, for itself or for others.
///
/// Keys are compared by identity: keep them in a `static final` constant. Use attributes instead of
/// thread-locals, since one thread serves many exchanges.
///
/// @param <T> the type of the value
// The type parameter types the values that exchanges keep under the key; the key itself holds none.
@SuppressWarnings("UnusedTypeParameter")
public final class AttributeKey<T> {
  private final String name;

  private AttributeKey(String name) {
    this.name = name;
  }

  /// Returns a new key, different from all others of the same name.
  ///
  /// @param name for diagnostics only
  public static <T> AttributeKey<T> of(String name) {
    return new AttributeKey<>(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
