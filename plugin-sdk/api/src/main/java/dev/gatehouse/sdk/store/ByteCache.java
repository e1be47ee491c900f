package dev.gatehouse.sdk.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Bytes that may be forgotten at any time, bounded in bytes. Thread-safe.
///
/// Unlike a [KeyValueStore] it promises nothing: what is rarely asked for goes first. Cache bytes,
/// not objects: they outlive the plugin's classes.
public interface ByteCache {
  /// Returns the value, or null when there is none. Shared; do not change.
  byte @Nullable [] get(String key);

  /// Keeps a value for a while; one that is larger than the cache is not kept.
  ///
  /// @param ttl how long at most, positive
  void put(String key, byte[] value, Duration ttl);

  /// Forgets a value; absent is fine.
  void forget(String key);
}
