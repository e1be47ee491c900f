package dev.gatehouse.kernel.wire;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// One read that is done before its bytes are wanted, to learn whether the client is still there.
final class ReadAhead implements Runnable {
  private static final int SIZE = 4 * 1024;
  private final Transport transport;
  private final Runnable gone;
  private final CountDownLatch done = new CountDownLatch(1);
  private byte[] bytes = new byte[0];
  private int position;
  private int count;
  private @Nullable IOException failure;

  ReadAhead(Transport transport, Runnable gone) {
    this.transport = transport;
    this.gone = gone;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[SIZE];
    try {
      count = transport.read(buffer, 0, SIZE);
      bytes = buffer;
    } catch (IOException e) {
      failure = e;
      count = -1;
    } finally {
      done.countDown();
    }
    if (count < 0) {
      gone.run();
    }
  }

  /// Waits for the read and hands its bytes over.
  int take(byte[] target, int offset, int length) throws IOException {
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted while waiting for the client");
    }
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    if (count < 0) {
      return -1;
    }
    int n = Math.min(length, count - position);
    System.arraycopy(bytes, position, target, offset, n);
    position += n;
    return n;
  }

  /// Returns whether everything was handed over. The end of the connection never is.
  boolean empty() {
    return count >= 0 && position == count;
  }
}
