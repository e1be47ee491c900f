package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.http.Problem;

/// Ends an exchange with a problem and says whose fault it is.
public final class ExchangeFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;
  private final Outcome outcome;

  /// Makes a failure.
  public ExchangeFailed(Problem problem, Outcome outcome) {
    super(problem.code(), null, false, false);
    this.problem = problem;
    this.outcome = outcome;
  }

  /// Returns what to answer.
  public Problem problem() {
    return problem;
  }

  /// Returns how the exchange ends.
  public Outcome outcome() {
    return outcome;
  }
}
