package dev.gatehouse.sdk.http;

import java.io.IOException;

/// Where the bytes of a body come from. Blocking, used by one thread.
@FunctionalInterface
public interface BodySource {
  /// Reads some bytes, at least one.
  ///
  /// @return how many were read, or -1 at the proper end of the body
  /// @throws IOException when the sender left or the body was cut; never -1 in that case
  int read(byte[] buffer, int offset, int length) throws IOException;
}
