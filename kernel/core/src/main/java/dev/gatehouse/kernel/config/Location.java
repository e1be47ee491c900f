package dev.gatehouse.kernel.config;

import java.util.Objects;

/// A place in a configuration file.
///
/// @param file the file's name as the user gave it
/// @param line counted from 1
/// @param column counted from 1
public record Location(String file, int line, int column) {
  /// Checks that the file is given.
  public Location {
    Objects.requireNonNull(file, "file");
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
