package dev.gatehouse.sdk.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Bytes under keys, bounded, each with a time to live. Thread-safe.
///
/// The local default forgets at a restart and drops the least recently used when full; a store
/// plugin may share and keep. Store bytes, not objects: they outlive the plugin's classes.
public interface KeyValueStore {
  /// Returns the value, or null when there is none or its time is over. Shared; do not change.
  byte @Nullable [] get(String key);

  /// Sets the value.
  ///
  /// @param ttl how long it lives, positive
  void put(String key, byte[] value, Duration ttl);

  /// Sets the value if the present one equals `expected`.
  ///
  /// @param expected the value expected, or null for none
  /// @return whether it was set
  boolean compareAndSet(String key, byte @Nullable [] expected, byte[] value, Duration ttl);

  /// Adds to a counter, which begins at 0. The time to live counts from the first addition.
  ///
  /// @return the value afterwards
  long increment(String key, long by, Duration ttl);

  /// Removes the value; absent is fine.
  void delete(String key);
}
