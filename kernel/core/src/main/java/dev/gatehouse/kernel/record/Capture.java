package dev.gatehouse.kernel.record;

import dev.gatehouse.sdk.log.CapturedBody;
import java.util.Arrays;

/// Keeps the first bytes of a body as it passes, and counts the rest. Used by one thread.
public final class Capture {
  private final int most;
  private byte[] bytes = new byte[0];
  private int kept;
  private long length;

  /// Makes an empty capture.
  ///
  /// @param most how many bytes to keep
  public Capture(int most) {
    this.most = most;
  }

  /// Takes bytes that pass.
  public void add(byte[] source, int offset, int count) {
    length += count;
    int take = Math.min(count, most - kept);
    if (take <= 0) {
      return;
    }
    if (kept + take > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(kept + take, bytes.length * 2)));
    }
    System.arraycopy(source, offset, bytes, kept, take);
    kept += take;
  }

  /// Returns how many bytes passed.
  public long length() {
    return length;
  }

  /// Returns what was kept.
  public CapturedBody captured() {
    return length == 0
        ? CapturedBody.EMPTY
        : CapturedBody.of(kept == bytes.length ? bytes : Arrays.copyOf(bytes, kept), length);
  }

  /// Returns what is kept of a body that is in memory anyway.
  public static CapturedBody of(byte[] body, int most) {
    return body.length <= most
        ? CapturedBody.of(body, body.length)
        : CapturedBody.of(Arrays.copyOf(body, most), body.length);
  }
}
