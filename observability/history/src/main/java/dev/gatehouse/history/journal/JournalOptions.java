package dev.gatehouse.history.journal;

import java.util.Objects;

/// How a journal is kept.
///
/// @param fsync when the disk is forced
/// @param limit the most bytes that may wait to be indexed; what comes beyond is refused, so that
///   what was accepted before stays safe
/// @param fileSize where a file ends and the next begins, in bytes
public record JournalOptions(Fsync fsync, long limit, long fileSize) {
  /// The usual size of a file.
  public static final long FILE_SIZE = 64L << 20;

  /// Checks that nothing is missing.
  public JournalOptions {
    Objects.requireNonNull(fsync, "fsync");
  }
}
