package dev.gatehouse.kernel.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Collects everything that is wrong, so that it can be told at once. Used by one thread.
public final class ConfigProblems {
  // A file that is wrong a thousand times is wrong once; more lines would hide the first ones.
  private static final int MOST = 200;
  // Shorter texts are no secrets, and replacing them would garble messages.
  private static final int SHORTEST_HIDDEN = 4;
  private final List<ConfigProblem> problems = new ArrayList<>();
  // The longest first: a value that begins like another would leave the rest of it to be read.
  private final Map<String, String> hidden =
      new TreeMap<>(
          Comparator.comparingInt(String::length).reversed().thenComparing(value -> value));

  /// Adds a problem that stops the configuration.
  public void error(ConfigNode node, String message) {
    error(node.at(), node.path(), message);
  }

  /// Adds a problem that stops the configuration.
  public void error(Location at, String path, String message) {
    add(new ConfigProblem(ConfigProblem.Severity.ERROR, at, path, message));
  }

  /// Adds a problem that does not stop the configuration.
  public void warning(Location at, String path, String message) {
    add(new ConfigProblem(ConfigProblem.Severity.WARNING, at, path, message));
  }

  /// Hides a value in all messages: what a reference stands for is nobody's business, and messages
  /// of plugins may repeat what they were given.
  ///
  /// @param shown what to say instead, such as the reference
  public void hide(String value, String shown) {
    if (value.length() >= SHORTEST_HIDDEN) {
      hidden.put(value, shown);
    }
  }

  private void add(ConfigProblem raw) {
    String message = raw.message();
    for (Map.Entry<String, String> each : hidden.entrySet()) {
      message = message.replace(each.getKey(), each.getValue());
    }
    ConfigProblem problem = new ConfigProblem(raw.severity(), raw.at(), raw.path(), message);
    if (problems.size() < MOST && !problems.contains(problem)) {
      problems.add(problem);
    }
  }

  /// Returns whether something stops the configuration.
  public boolean failed() {
    return problems.stream()
        .anyMatch(problem -> problem.severity() == ConfigProblem.Severity.ERROR);
  }

  /// Returns all problems in the order of the file.
  public List<ConfigProblem> all() {
    return problems.stream()
        .sorted(
            Comparator.comparingInt((ConfigProblem p) -> p.at().line())
                .thenComparingInt(p -> p.at().column()))
        .toList();
  }

  /// Returns one line for each problem.
  public String render() {
    return all().stream().map(ConfigProblem::toString).collect(Collectors.joining("\n"));
  }
}
