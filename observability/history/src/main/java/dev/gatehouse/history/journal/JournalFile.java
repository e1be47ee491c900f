package dev.gatehouse.history.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// The end of the journal, open for appending. A seam for tests: disks that are full are rare.
interface JournalFile extends AutoCloseable {
  /// Opens files for appending.
  @FunctionalInterface
  interface Opener {
    JournalFile open(Path path) throws IOException;
  }

  /// Writes at the place.
  void write(long position, byte[] bytes, int length) throws IOException;

  /// Cuts the file to the length.
  void truncate(long length) throws IOException;

  /// Forces the content to the disk.
  void force() throws IOException;

  @Override
  void close() throws IOException;

  /// Opens a real file.
  ///
  /// A `RandomAccessFile`, because a `FileChannel` closes itself for everyone when one thread that
  /// writes is interrupted.
  static JournalFile open(Path path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    return new JournalFile() {
      @Override
      public void write(long position, byte[] bytes, int length) throws IOException {
        file.seek(position);
        file.write(bytes, 0, length);
      }

      @Override
      public void truncate(long length) throws IOException {
        file.setLength(length);
      }

      @Override
      public void force() throws IOException {
        file.getFD().sync();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }
}
