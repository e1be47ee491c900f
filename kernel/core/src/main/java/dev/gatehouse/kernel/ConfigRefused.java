package dev.gatehouse.kernel;

import dev.gatehouse.kernel.config.ConfigProblem;
import java.util.List;
import java.util.stream.Collectors;

/// Says why a gateway did not start: everything that is wrong with its configuration.
public final class ConfigRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<ConfigProblem> problems;

  ConfigRefused(List<ConfigProblem> problems) {
    super(
        problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")),
        null,
        false,
        false);
    this.problems = List.copyOf(problems);
  }

  /// Returns the problems in the order of the file.
  public List<ConfigProblem> problems() {
    return problems;
  }
}
