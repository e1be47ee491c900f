package dev.gatehouse.kernel.config;

import java.util.List;

/// Judges the settings of one extension as they would stand in the file.
public final class SettingsCheck {
  private SettingsCheck() {}

  /// Binds settings, and returns everything that is wrong with their places in the text.
  ///
  /// @param yaml the settings alone: keys and values
  /// @param name how to call the text in places
  public static List<ConfigProblem> problems(
      String yaml, String name, Class<? extends Record> type, References references) {
    ConfigProblems problems = new ConfigProblems();
    ConfigNode settings = YamlReader.read(yaml, name, problems);
    if (!problems.failed()) {
      new Binder(references, problems).bind(settings, type);
    }
    return problems.all();
  }
}
