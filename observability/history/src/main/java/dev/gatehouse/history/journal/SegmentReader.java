package dev.gatehouse.history.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads entries of one file one after another.
final class SegmentReader implements AutoCloseable {
  private static final int CHUNK = 256 << 10;

  private final RandomAccessFile file;
  private ByteBuffer chunk = ByteBuffer.allocate(CHUNK).limit(0);
  private long chunkStart;

  /// Opens a file; reading begins behind its header.
  SegmentReader(Path path) throws IOException {
    file = new RandomAccessFile(path.toFile(), "r");
    chunkStart = Frame.FILE_HEADER.length;
  }

  /// Returns where the next entry begins.
  long position() {
    return chunkStart + chunk.position();
  }

  /// Returns whether the file begins as one of the journal does.
  boolean hasHeader() throws IOException {
    byte[] header = new byte[Frame.FILE_HEADER.length];
    if (file.length() < header.length) {
      return false;
    }
    file.seek(0);
    file.readFully(header);
    return java.util.Arrays.equals(header, Frame.FILE_HEADER);
  }

  /// Returns the next entry, or null when there is no good one before the end.
  ///
  /// @param end how far the file may be read
  @Nullable Entry next(long end) throws IOException {
    Entry entry = Frame.take(chunk);
    if (entry == null && position() < end) {
      fill(end, CHUNK);
      int length = Frame.payloadLength(chunk);
      if (length >= 0 && Frame.HEADER + length > chunk.remaining()) {
        fill(end, Frame.HEADER + length);
      }
      entry = Frame.take(chunk);
    }
    return entry;
  }

  private void fill(long end, int wanted) throws IOException {
    long from = position();
    int length = (int) Math.min(wanted, end - from);
    byte[] bytes = new byte[length];
    file.seek(from);
    file.readFully(bytes);
    chunk = ByteBuffer.wrap(bytes);
    chunkStart = from;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
