package dev.gatehouse.kernel.wire;

import java.io.IOException;
import java.net.InetSocketAddress;

/// A connection's bytes. Reading and writing may go on at the same time on two threads; closing may
/// come from any.
public interface Transport {
  /// Reads some bytes, at least one, blocking.
  ///
  /// @return how many, or -1 when the peer has closed its side
  int read(byte[] buffer, int offset, int length) throws IOException;

  /// Writes all bytes, blocking.
  void write(byte[] buffer, int offset, int length) throws IOException;

  /// Closes both directions at once; blocked calls end with an exception. Idempotent.
  void close();

  /// Returns the peer's address.
  InetSocketAddress peer();

  /// Returns whether the bytes are encrypted on their way.
  boolean secure();
}
