package dev.gatehouse.kernel.record;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// Decodes copies of compressed bodies (RFC 9110, section 8.4.1), for reading them; what passes
/// stays compressed.
public final class ContentCoding {
  private static final int MOST = 64 << 20;

  private ContentCoding() {}

  /// Returns the decoded bytes, or the bytes as they are when the coding is none or not known here.
  ///
  /// @param coding the `content-encoding`, or null
  /// @throws IOException when the bytes are not of the coding, for instance because only their
  ///   beginning was kept
  public static byte[] decoded(byte[] bytes, @Nullable String coding) throws IOException {
    if (coding == null) {
      return bytes;
    }
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    return switch (coding) {
      case "gzip" -> bounded(new GZIPInputStream(in));
      case "deflate" -> bounded(new InflaterInputStream(in));
      default -> bytes;
    };
  }

  private static byte[] bounded(InputStream in) throws IOException {
    try (in) {
      return in.readNBytes(MOST);
    }
  }
}
