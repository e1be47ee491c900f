package dev.gatehouse.history.journal;

import java.io.IOException;

/// More records wait to be indexed than the journal may hold.
public final class JournalFullException extends IOException {
  private static final long serialVersionUID = 1L;

  JournalFullException(long limit) {
    super("The journal holds its limit of " + limit + " bytes that are not indexed yet");
  }
}
