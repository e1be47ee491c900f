package dev.gatehouse.history.journal;

/// One record in the journal.
public final class Entry {
  private final long sequence;
  private final byte[] payload;

  /// Holds the arrays without copying them.
  public Entry(long sequence, byte[] payload) {
    this.sequence = sequence;
    this.payload = payload;
  }

  /// Returns the count of the record, from 1, never given twice.
  public long sequence() {
    return sequence;
  }

  /// Returns the encoded record. Shared; do not change.
  public byte[] payload() {
    return payload;
  }
}
