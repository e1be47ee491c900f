package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;

/// Refuses what a request of another protocol asks for and this provider cannot do.
final class Untranslatable {
  private Untranslatable() {}

  /// Returns what to throw: 400, naming the field.
  ///
  /// @param why a sentence on what is possible instead, or empty
  static ProblemException field(String path, String why) {
    return new ProblemException(
        Problem.of(
                400,
                "not_translatable",
                "The field "
                    + path
                    + " cannot be translated for a provider of type anthropic. "
                    + (why.isEmpty()
                        ? "Leave it out, or use a model of a provider that speaks your protocol."
                        : why))
            .at(path));
  }
}
