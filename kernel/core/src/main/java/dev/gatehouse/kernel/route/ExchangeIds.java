package dev.gatehouse.kernel.route;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Makes ids of exchanges: 26 characters that sort by time, as in the ULID specification (48 bits
/// of milliseconds, 80 random bits, Crockford's base 32), and random draws. Thread-safe.
public final class ExchangeIds {
  private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private final AtomicLong seed = new AtomicLong(new SecureRandom().nextLong());

  /// Returns a new id.
  public String next(Instant at) {
    SplittableRandom random = random();
    char[] id = new char[26];
    long time = at.toEpochMilli();
    for (int i = 9; i >= 0; i--) {
      id[i] = DIGITS[(int) (time & 31)];
      time >>>= 5;
    }
    long high = random.nextLong();
    long low = random.nextLong();
    for (int i = 0; i < 8; i++) {
      id[10 + i] = DIGITS[(int) (high & 31)];
      high >>>= 5;
      id[18 + i] = DIGITS[(int) (low & 31)];
      low >>>= 5;
    }
    return new String(id);
  }

  /// Returns a draw in [0, 1).
  public double draw() {
    return random().nextDouble();
  }

  private SplittableRandom random() {
    return new SplittableRandom(seed.addAndGet(0x9E3779B97F4A7C15L));
  }
}
