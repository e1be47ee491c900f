package dev.gatehouse.history.journal;

/// Bytes are not a record that this version can read.
public final class DamagedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DamagedRecordException(String message) {
    super("The record cannot be read: " + message);
  }

  DamagedRecordException(String message, Throwable cause) {
    super("The record cannot be read: " + message, cause);
  }
}
