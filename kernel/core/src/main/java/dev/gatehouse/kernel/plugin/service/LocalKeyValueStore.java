package dev.gatehouse.kernel.plugin.service;

import dev.gatehouse.sdk.store.KeyValueStore;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Values in memory, bounded in bytes; the least recently used go first when it is full.
public final class LocalKeyValueStore implements KeyValueStore {
  private static final long ENTRY_COST = 64;

  private static final class Entry {
    private final byte[] value;
    private final long endsAt;

    Entry(byte[] value, long endsAt) {
      this.value = value;
      this.endsAt = endsAt;
    }
  }

  private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
  private final ReentrantLock lock = new ReentrantLock();
  private final Clock clock;
  private final long mostBytes;
  private long bytes;

  /// Makes a store that holds at most this many bytes.
  public LocalKeyValueStore(Clock clock, long mostBytes) {
    this.clock = clock;
    this.mostBytes = mostBytes;
  }

  @Override
  public byte @Nullable [] get(String key) {
    lock.lock();
    try {
      return live(key);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void put(String key, byte[] value, Duration ttl) {
    lock.lock();
    try {
      set(key, value, endOf(ttl));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean compareAndSet(String key, byte @Nullable [] expected, byte[] value, Duration ttl) {
    lock.lock();
    try {
      byte[] present = live(key);
      if (present == null ? expected != null : !Arrays.equals(present, expected)) {
        return false;
      }
      set(key, value, endOf(ttl));
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long increment(String key, long by, Duration ttl) {
    lock.lock();
    try {
      byte[] present = live(key);
      Entry entry = entries.get(key);
      long endsAt = present == null || entry == null ? endOf(ttl) : entry.endsAt;
      long value =
          by
              + (present == null || present.length != Long.BYTES
                  ? 0
                  : ByteBuffer.wrap(present).getLong());
      set(key, ByteBuffer.allocate(Long.BYTES).putLong(value).array(), endsAt);
      return value;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void delete(String key) {
    lock.lock();
    try {
      forget(key);
    } finally {
      lock.unlock();
    }
  }

  private long endOf(Duration ttl) {
    if (ttl.isNegative() || ttl.isZero()) {
      throw new IllegalArgumentException("a time to live is positive, got " + ttl);
    }
    return clock.millis() + ttl.toMillis();
  }

  private byte @Nullable [] live(String key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    if (entry.endsAt <= clock.millis()) {
      forget(key);
      return null;
    }
    return entry.value;
  }

  private void set(String key, byte[] value, long endsAt) {
    forget(key);
    long cost = cost(key, value);
    if (cost > mostBytes) {
      throw new IllegalArgumentException(
          "a value of " + value.length + " bytes is larger than the store");
    }
    while (bytes + cost > mostBytes) {
      Map.Entry<String, Entry> eldest = entries.firstEntry();
      if (eldest == null) {
        break;
      }
      forget(eldest.getKey());
    }
    entries.put(key, new Entry(value, endsAt));
    bytes += cost;
  }

  private void forget(String key) {
    Entry entry = entries.remove(key);
    if (entry != null) {
      bytes -= cost(key, entry.value);
    }
  }

  private static long cost(String key, byte[] value) {
    return ENTRY_COST + 2L * key.length() + value.length;
  }
}
