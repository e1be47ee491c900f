package dev.gatehouse.history.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/// The records of one span of time. Thread-safe.
///
/// A slice that is being written shows what its writer last made visible; any other is opened when
/// first searched and closed again when others are needed more.
public final class Slice {
  /// The key of the journal's sequence in the data of a commit.
  static final String SEQUENCE = "sequence";

  /// The key that says that a slice is merged into one segment.
  static final String COMPACT = "compact";

  private final SliceSpan span;
  private final Path folder;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable DirectoryReader reader;
  private boolean written;
  private boolean dropped;
  private volatile boolean compact;
  private volatile long committed;
  private volatile long bytes;
  private volatile long used;

  Slice(SliceSpan span, Path folder) {
    this.span = span;
    this.folder = folder;
  }

  /// Returns the first millisecond that it covers.
  public long first() {
    return span.first();
  }

  /// Returns the last millisecond that it covers.
  public long last() {
    return span.last();
  }

  /// Returns a reader of what is visible, or null when nothing is. The caller hands it back by
  /// [DirectoryReader#decRef].
  public @Nullable DirectoryReader acquire() throws IOException {
    lock.lock();
    try {
      if (dropped) {
        return null;
      }
      DirectoryReader open = reader;
      if (open == null && !written) {
        Directory directory = FSDirectory.open(folder);
        if (!DirectoryReader.indexExists(directory)) {
          directory.close();
          return null;
        }
        open = DirectoryReader.open(directory);
        reader = open;
      }
      if (open == null) {
        return null;
      }
      open.incRef();
      used = System.nanoTime();
      return open;
    } finally {
      lock.unlock();
    }
  }

  /// Shows a newer state. The slice owns the reader from then on.
  void show(DirectoryReader newer) throws IOException {
    DirectoryReader older;
    lock.lock();
    try {
      older = reader;
      reader = newer;
    } finally {
      lock.unlock();
    }
    if (older != null) {
      older.decRef();
    }
  }

  /// Says that a writer is open, which alone decides what is visible from its first [#show] on.
  void opened() {
    lock.lock();
    try {
      written = true;
    } finally {
      lock.unlock();
    }
  }

  /// Says that the writer is closed: what was committed is visible.
  void closed() throws IOException {
    lock.lock();
    try {
      written = false;
    } finally {
      lock.unlock();
    }
    release();
  }

  /// Closes the reader, unless a writer is open. Whoever has acquired it may go on.
  void close() throws IOException {
    lock.lock();
    try {
      if (written) {
        return;
      }
    } finally {
      lock.unlock();
    }
    release();
  }

  private void release() throws IOException {
    DirectoryReader open;
    lock.lock();
    try {
      open = reader;
      reader = null;
    } finally {
      lock.unlock();
    }
    if (open != null) {
      open.decRef();
    }
  }

  /// Ends the slice: nothing is visible any more.
  void drop() throws IOException {
    lock.lock();
    try {
      dropped = true;
    } finally {
      lock.unlock();
    }
    release();
  }

  /// Reads from the folder what was committed.
  void look() throws IOException {
    try (Directory directory = FSDirectory.open(folder)) {
      if (DirectoryReader.indexExists(directory)) {
        Map<String, String> data = SegmentInfos.readLatestCommit(directory).getUserData();
        committed = Long.parseLong(data.getOrDefault(SEQUENCE, "0"));
        compact = Boolean.parseBoolean(data.get(COMPACT));
      }
    }
    measure();
  }

  void committed(long sequence, boolean merged) {
    committed = sequence;
    compact = merged;
    measure();
  }

  /// Returns the journal's sequence up to which all its records are committed.
  long committed() {
    return committed;
  }

  boolean compact() {
    return compact;
  }

  /// Returns its size on disk in bytes, as of the last commit.
  public long bytes() {
    return bytes;
  }

  long used() {
    return used;
  }

  boolean idle() {
    lock.lock();
    try {
      return reader == null || written;
    } finally {
      lock.unlock();
    }
  }

  SliceSpan span() {
    return span;
  }

  Path folder() {
    return folder;
  }

  private void measure() {
    long sum = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        sum += Files.isRegularFile(file) ? Files.size(file) : 0;
      }
      bytes = sum;
    } catch (IOException | UncheckedIOException e) {
      // files come and go while segments are merged; the next commit measures again
    }
  }
}
