package dev.gatehouse.history.journal;

/// When what was appended is forced to the disk. The death of the process loses nothing in any
/// case, since the operating system has the bytes; this is about power.
public enum Fsync {
  /// Before an append returns.
  ALWAYS,
  /// Within 5 ms after it.
  INTERVAL,
  /// When the operating system likes.
  NEVER
}
