package dev.gatehouse.kernel.plugin.service;

import dev.gatehouse.sdk.store.ByteCache;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A cache in memory. What is least recently used goes first.
///
/// @param entries holds the values
/// @param mostBytes of a value that is worth keeping
public record LocalByteCache(LocalKeyValueStore entries, long mostBytes) implements ByteCache {
  @Override
  public byte @Nullable [] get(String key) {
    return entries.get(key);
  }

  @Override
  public void put(String key, byte[] value, Duration ttl) {
    // A value that would push most others out helps nobody.
    if (value.length <= mostBytes / 4) {
      entries.put(key, value, ttl);
    }
  }

  @Override
  public void forget(String key) {
    entries.delete(key);
  }
}
