package dev.gatehouse.history.journal;

import java.nio.file.Path;

/// One file of the journal as it stood at one moment.
///
/// @param first the sequence of its first entry, which is its name
/// @param path where it is
/// @param length how many of its bytes are good
/// @param closed whether nothing will be appended any more
record Segment(long first, Path path, long length, boolean closed) {
  static Path path(Path folder, long first) {
    return folder.resolve(String.format("%020d.log", first));
  }
}
