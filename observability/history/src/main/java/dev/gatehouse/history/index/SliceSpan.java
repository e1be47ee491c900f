package dev.gatehouse.history.index;

import java.time.DateTimeException;
import java.util.Optional;

/// The time that a slice covers.
///
/// @param name the name of its folder
/// @param first its first millisecond
/// @param last its last millisecond
record SliceSpan(String name, long first, long last) {
  /// Reads the name of a folder.
  static Optional<SliceSpan> named(String name) {
    for (SliceLength length : SliceLength.values()) {
      try {
        SliceSpan span = length.named(name);
        if (span.name().equals(name)) {
          return Optional.of(span);
        }
      } catch (DateTimeException e) {
        // the other length, or no slice at all
      }
    }
    return Optional.empty();
  }

  boolean overlaps(SliceSpan other) {
    return first <= other.last && other.first <= last;
  }
}
