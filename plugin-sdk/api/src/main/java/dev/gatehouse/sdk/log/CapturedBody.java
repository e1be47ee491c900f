package dev.gatehouse.sdk.log;

import java.util.Arrays;
import java.util.Objects;

/// The bytes of a body as far as they were kept: all of them, or the first ones up to a bound.
///
/// Immutable as long as nobody changes the array, which is shared and not copied. Equal when kept
/// bytes and whole length are equal.
public final class CapturedBody {
  /// No body.
  public static final CapturedBody EMPTY = new CapturedBody(new byte[0], 0);

  private final byte[] bytes;
  private final long length;

  private CapturedBody(byte[] bytes, long length) {
    this.bytes = bytes;
    this.length = length;
  }

  /// Returns a captured body.
  ///
  /// @param bytes what was kept
  /// @param length the whole length in bytes, at least `bytes.length`
  public static CapturedBody of(byte[] bytes, long length) {
    Objects.requireNonNull(bytes, "bytes");
    if (length < bytes.length) {
      throw new IllegalArgumentException(
          "the whole length " + length + " is less than the " + bytes.length + " bytes kept");
    }
    return new CapturedBody(bytes, length);
  }

  /// Returns the bytes that were kept. Shared; do not change.
  public byte[] bytes() {
    return bytes;
  }

  /// Returns the whole length of the body in bytes.
  public long length() {
    return length;
  }

  /// Returns whether nothing is missing.
  public boolean complete() {
    return bytes.length == length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CapturedBody body
        && body.length == length
        && Arrays.equals(body.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + Long.hashCode(length);
  }

  /// Tells sizes, never content.
  @Override
  public String toString() {
    return "CapturedBody[" + bytes.length + " of " + length + " bytes]";
  }
}
