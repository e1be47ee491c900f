package dev.gatehouse.kernel.plugin.service;

import dev.gatehouse.sdk.store.QuotaStore;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/// Quotas in memory: for each key what was spent in the present window and in the one before, whose
/// share that the sliding window still covers counts evenly. Bounded; the least recently used keys
/// go first.
public final class LocalQuotaStore implements QuotaStore {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  /// What was spent, by windows counted from the epoch.
  private static final class Spent {
    private long window;
    private long now;
    private long before;

    /// Moves on to a window; later ones forget what lies behind.
    void at(long index) {
      if (index != window) {
        before = index == window + 1 ? now : 0;
        now = 0;
        window = index;
      }
    }
  }

  /// A key and the length of the window, since each length counts for itself.
  private record Key(String name, long windowMillis) {}

  private final LinkedHashMap<Key, Spent> spent;
  private final ReentrantLock lock = new ReentrantLock();
  private final Clock clock;

  /// Makes a store in which nothing is spent.
  ///
  /// @param mostKeys how many keys it remembers
  public LocalQuotaStore(Clock clock, int mostKeys) {
    this.clock = clock;
    this.spent =
        new LinkedHashMap<>(64, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, Spent> eldest) {
            return size() > mostKeys;
          }
        };
  }

  @Override
  public Reservation reserve(String name, long amount, long limit, Duration window) {
    if (amount < 0 || limit < 0) {
      throw new IllegalArgumentException("amount and limit are at least 0");
    }
    if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a window lasts 1 s to 366 days, got " + window);
    }
    Key key = new Key(name, window.toMillis());
    lock.lock();
    try {
      long millis = clock.millis();
      Spent of = spent.computeIfAbsent(key, _ -> new Spent());
      of.at(Math.floorDiv(millis, key.windowMillis()));
      long into = Math.floorMod(millis, key.windowMillis());
      long used = used(of, into, key.windowMillis());
      if (amount > limit - used) {
        return new Refused(Math.max(0, limit - used), retryAfter(of, into, key, amount, limit));
      }
      of.now += amount;
      return new Granted(key, amount, limit - used - amount);
    } finally {
      lock.unlock();
    }
  }

  private static long used(Spent of, long into, long window) {
    double share = (double) (window - into) / window;
    return of.now + (long) Math.ceil(of.before * share);
  }

  /// Looks for the first second at which the amount would be there if nothing else were spent.
  private static Duration retryAfter(Spent of, long into, Key key, long amount, long limit) {
    long window = key.windowMillis();
    if (amount > limit) {
      return Duration.ofMillis(Math.max(1_000, window));
    }
    // Within this window what was spent before fades; in the next one what was spent in this one.
    double fades = of.before;
    double over = (double) of.now + amount - limit;
    double wait =
        over <= 0
            ? window * (1 + over / Math.max(1, fades)) - into
            : window - into + window * Math.min(1, over / Math.max(1.0, (double) of.now));
    return Duration.ofSeconds(Math.max(1, (long) Math.ceil(wait / 1_000)));
  }

  private void settle(Key key, long reserved, long actual) {
    lock.lock();
    try {
      Spent of = spent.get(key);
      if (of != null) {
        of.at(Math.max(of.window, Math.floorDiv(clock.millis(), key.windowMillis())));
        // What was reserved in a window that is over was spent there; only the difference is new.
        long difference = actual - reserved;
        if (difference < 0 && of.now + difference < 0) {
          of.before = Math.max(0, of.before + of.now + difference);
          of.now = 0;
        } else {
          of.now += difference;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// A reservation that was refused.
  private record Refused(long remaining, Duration retryAfter) implements Reservation {
    @Override
    public boolean granted() {
      return false;
    }

    @Override
    public void settle(long actual) {
      // There is nothing to settle.
    }
  }

  /// A reservation that was granted.
  private final class Granted implements Reservation {
    private final Key key;
    private final long reserved;
    private final long remaining;
    private final AtomicBoolean settled = new AtomicBoolean();

    Granted(Key key, long reserved, long remaining) {
      this.key = key;
      this.reserved = reserved;
      this.remaining = remaining;
    }

    @Override
    public boolean granted() {
      return true;
    }

    @Override
    public long remaining() {
      return remaining;
    }

    @Override
    public Duration retryAfter() {
      return Duration.ZERO;
    }

    @Override
    public void settle(long actual) {
      if (actual < 0) {
        throw new IllegalArgumentException("what was spent is at least 0, got " + actual);
      }
      if (settled.compareAndSet(false, true)) {
        LocalQuotaStore.this.settle(key, reserved, actual);
      }
    }
  }
}
