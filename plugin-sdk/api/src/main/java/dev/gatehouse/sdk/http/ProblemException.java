package dev.gatehouse.sdk.http;

/// Ends an exchange with a problem from wherever it was found.
///
/// Unlike any other exception it is an answer, not a fault of the plugin: it is neither counted
/// against the extension nor subject to its error mode.
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;

  /// Wraps the problem. No stack trace is taken: the problem says where.
  public ProblemException(Problem problem) {
    super(problem.code() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  /// Returns what to answer.
  public Problem problem() {
    return problem;
  }
}
