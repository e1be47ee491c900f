package dev.gatehouse.kernel.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Why an exchange with an upstream failed.
public final class UpstreamFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /// In which phase it failed.
  public enum Phase {
    /// No connection: refused, unknown host, no route, TLS.
    CONNECT,
    /// A connection took too long.
    CONNECT_TIMEOUT,
    /// The connection ended before an answer began.
    NO_ANSWER,
    /// No byte of an answer in time.
    FIRST_BYTE_TIMEOUT,
    /// What came was not HTTP.
    MALFORMED,
    /// The answer ended before its end.
    CUT,
    /// The answer paused too long.
    STALLED,
    /// The attempt as a whole took too long.
    TOTAL_TIMEOUT,
    /// We ended it ourselves.
    CANCELLED
  }

  private final Phase phase;

  /// Makes a failure with its cause, if there is one.
  public UpstreamFailure(Phase phase, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.phase = phase;
  }

  /// Makes a failure.
  public UpstreamFailure(Phase phase, String message) {
    super(message);
    this.phase = phase;
  }

  static UpstreamFailure tookTooLong(Timers timers, @Nullable IOException cause) {
    return new UpstreamFailure(
        Phase.TOTAL_TIMEOUT,
        "the attempt took longer than " + timers.total().toMillis() + " ms",
        cause);
  }

  /// Returns the phase.
  public Phase phase() {
    return phase;
  }
}
