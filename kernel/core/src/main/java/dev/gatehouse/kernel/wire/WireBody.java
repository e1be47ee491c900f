package dev.gatehouse.kernel.wire;

import dev.gatehouse.sdk.http.BodySource;
import java.io.IOException;

/// The body of a request as it arrives.
public interface WireBody extends BodySource {
  /// Returns its length in bytes, or -1 when it is not known in advance.
  long length();

  /// Refuses a body whose length, told in advance, is beyond the limit.
  ///
  /// @throws WireException when it is
  void checkLength() throws WireException;

  /// Reads some bytes; asks the client to go on first if it waits for that.
  ///
  /// @return how many, or -1 at the proper end
  /// @throws WireException when the framing is broken, or the body is too large or too slow
  /// @throws java.io.EOFException when the client left before the end
  @Override
  int read(byte[] buffer, int offset, int length) throws IOException;
}
