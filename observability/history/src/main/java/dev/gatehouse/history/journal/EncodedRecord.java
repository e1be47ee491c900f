package dev.gatehouse.history.journal;

/// A record as bytes, in two parts: the head is everything but the bodies, and is readable alone.
public final class EncodedRecord {
  private final byte[] head;
  private final byte[] bodies;

  /// Holds the arrays without copying them.
  public EncodedRecord(byte[] head, byte[] bodies) {
    this.head = head;
    this.bodies = bodies;
  }

  /// Returns everything but the bodies. Shared; do not change.
  public byte[] head() {
    return head;
  }

  /// Returns the bytes of both bodies. Shared; do not change.
  public byte[] bodies() {
    return bodies;
  }
}
