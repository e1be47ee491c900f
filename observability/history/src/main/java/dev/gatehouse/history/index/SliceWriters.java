package dev.gatehouse.history.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The few slices that are being written. Belongs to the indexer's thread.
final class SliceWriters {
  private static final int MOST = 4;

  private final CodeAnalyzer analyzer = new CodeAnalyzer();
  private final Map<Slice, SliceWriter> open = new LinkedHashMap<>(8, 0.75f, true);

  /// Returns the writer of a slice, opened if needed. The one used least recently is closed when
  /// there are too many.
  ///
  /// @param sequence the journal's sequence up to which all records were added
  SliceWriter of(Slice slice, long sequence) throws IOException {
    SliceWriter writer = open.get(slice);
    if (writer == null) {
      if (open.size() >= MOST) {
        close(open.keySet().iterator().next(), sequence);
      }
      writer = new SliceWriter(slice, analyzer);
      open.put(slice, writer);
    }
    return writer;
  }

  @Nullable SliceWriter existing(Slice slice) {
    return open.get(slice);
  }

  void commit(long sequence) throws IOException {
    for (SliceWriter writer : open.values()) {
      writer.commit(sequence);
    }
  }

  void show() throws IOException {
    for (SliceWriter writer : open.values()) {
      writer.show();
    }
  }

  /// Commits and closes the writer of a slice, if it has one.
  void close(Slice slice, long sequence) throws IOException {
    SliceWriter writer = open.remove(slice);
    if (writer != null) {
      writer.close(sequence);
    }
  }

  /// Closes the writer of a slice, if it has one, and forgets what is not committed.
  void rollback(Slice slice) throws IOException {
    SliceWriter writer = open.remove(slice);
    if (writer != null) {
      writer.rollback();
    }
  }

  /// Closes all writers and forgets what is not committed.
  void rollback() throws IOException {
    IOException failure = null;
    for (Slice slice : List.copyOf(open.keySet())) {
      try {
        rollback(slice);
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  List<Slice> slices() {
    return new ArrayList<>(open.keySet());
  }
}
