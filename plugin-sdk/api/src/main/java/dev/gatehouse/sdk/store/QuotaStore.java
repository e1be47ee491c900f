package dev.gatehouse.sdk.store;

import java.time.Duration;

/// Amounts that may be spent within a window of time: reserved before it is known what something
/// costs, settled when it is. Thread-safe.
///
/// Windows slide smoothly: the share of the window before that still reaches into the present one
/// counts, as if it had been spent evenly. The local default forgets at a restart and is bounded;
/// the least recently used keys go first.
public interface QuotaStore {
  /// What came of a reservation. Settle it once, whatever happens; further calls change nothing.
  interface Reservation {
    /// Returns whether the amount was there. If not, nothing is reserved and nothing to settle.
    boolean granted();

    /// Returns what is left of the limit, at least 0.
    long remaining();

    /// Returns after how long the amount would be there, at least a second; zero when it was
    /// granted.
    Duration retryAfter();

    /// Replaces the reserved amount by what was really spent, which may be more.
    ///
    /// @param actual at least 0
    void settle(long actual);
  }

  /// Reserves an amount.
  ///
  /// @param key whose quota, such as a consumer's id; the plugin's own
  /// @param amount at least 0
  /// @param limit how much may be spent within the window, at least 0
  /// @param window its length, from 1 s to 366 days
  /// @throws IllegalArgumentException when a number is out of its range
  Reservation reserve(String key, long amount, long limit, Duration window);
}
