package dev.gatehouse.sdk.filter;

import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Problem;
import java.util.Objects;

/// What a filter says to a request. Made by plugins, taken apart by the kernel.
public sealed interface Decision {
  /// Goes on with the next filter.
  static Decision next() {
    return Next.NEXT;
  }

  /// Answers instead of everything further in. The answer passes the filters further out, which
  /// read the events of a stream as those of the client's protocol, whatever decoder they were made
  /// with.
  static Decision respond(Answer answer) {
    return new Respond(answer);
  }

  /// Refuses. The problem is told in the client's protocol.
  static Decision reject(Problem problem) {
    return new Reject(problem);
  }

  /// Going on.
  enum Next implements Decision {
    /// The only value.
    NEXT
  }

  /// Answering.
  ///
  /// @param answer what to answer
  record Respond(Answer answer) implements Decision {
    /// Checks that the answer is given.
    public Respond {
      Objects.requireNonNull(answer, "answer");
    }
  }

  /// Refusing.
  ///
  /// @param problem why
  record Reject(Problem problem) implements Decision {
    /// Checks that the problem is given.
    public Reject {
      Objects.requireNonNull(problem, "problem");
    }
  }
}
