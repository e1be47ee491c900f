package dev.gatehouse.kernel.plugin.policy;

import java.util.Locale;

/// How a call of a plugin ended.
public enum CallOutcome {
  /// The exchange goes on.
  NEXT,
  /// It answered itself.
  RESPOND,
  /// It refused.
  REJECT,
  /// It threw, or returned what it must not.
  ERROR,
  /// It took longer than its time limit.
  TIMEOUT,
  /// It threw or took too long, and is passed over for the rest of the exchange.
  FAILED_OPEN,
  /// It was not called: as many calls ran as are allowed at a time.
  BUSY,
  /// It was not called: it had failed too often.
  TRIPPED,
  /// The client left while it ran.
  CANCELLED;

  private final String label = name().toLowerCase(Locale.ROOT);

  /// Returns its name in metrics.
  public String label() {
    return label;
  }
}
