package dev.gatehouse.history.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/// Adds documents to one slice. Belongs to the indexer's thread, but for [#merge].
///
/// Merges run in the thread that asks for them, so that indexing uses one processor at most.
final class SliceWriter {
  private static final double BUFFER_MIB = 16;

  private final Slice slice;
  private final Directory directory;
  private final CompactingCodec codec = new CompactingCodec();
  private final IndexWriter writer;
  private final long committed;
  private @Nullable DirectoryReader shown;
  private boolean uncommitted;
  private boolean unshown;
  private boolean merged;

  SliceWriter(Slice slice, CodeAnalyzer analyzer) throws IOException {
    this.slice = slice;
    this.directory = FSDirectory.open(slice.folder());
    IndexWriterConfig config = new IndexWriterConfig(analyzer);
    config.setCodec(codec);
    config.setMergePolicy(new CompactingMergePolicy());
    config.setMergeScheduler(new SerialMergeScheduler());
    config.setRAMBufferSizeMB(BUFFER_MIB);
    config.setCommitOnClose(false);
    try {
      this.writer = new IndexWriter(directory, config);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
    this.committed = sequence(writer);
    slice.opened();
    show(DirectoryReader.open(writer));
  }

  private static long sequence(IndexWriter writer) {
    Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
    if (data != null) {
      for (Map.Entry<String, String> entry : data) {
        if (entry.getKey().equals(Slice.SEQUENCE)) {
          return Long.parseLong(entry.getValue());
        }
      }
    }
    return 0;
  }

  Slice slice() {
    return slice;
  }

  /// Returns the sequence up to which all records of the slice were there when it was opened.
  long committed() {
    return committed;
  }

  void add(Document document) throws IOException {
    writer.addDocument(document);
    uncommitted = true;
    unshown = true;
    merged = false;
  }

  /// Returns whether the writer still works after an error.
  boolean works() {
    return writer.isOpen();
  }

  /// Makes what was added safe.
  ///
  /// @param sequence the journal's sequence up to which all records of the slice were added
  void commit(long sequence) throws IOException {
    if (!uncommitted) {
      return;
    }
    // while the journal is read again after a crash, the slice may be ahead of what was read
    long reached = Math.max(sequence, committed);
    Map<String, String> data = new HashMap<>();
    data.put(Slice.SEQUENCE, String.valueOf(reached));
    data.put(Slice.COMPACT, String.valueOf(merged));
    writer.setLiveCommitData(data.entrySet());
    writer.commit();
    uncommitted = false;
    slice.committed(reached, merged);
  }

  /// Makes what was added visible to searches.
  void show() throws IOException {
    DirectoryReader current = shown;
    if (!unshown || current == null) {
      return;
    }
    unshown = false;
    DirectoryReader newer = DirectoryReader.openIfChanged(current, writer);
    if (newer != null) {
      show(newer);
    }
  }

  private void show(DirectoryReader newer) throws IOException {
    shown = newer;
    slice.show(newer);
  }

  /// Merges all segments into one, well compressed. Long work, on another thread.
  void merge() throws IOException {
    codec.compact(true);
    try {
      writer.forceMerge(1);
    } finally {
      codec.compact(false);
    }
  }

  /// Notes that [#merge] has succeeded, for the next commit. Shows the result, because a reader of
  /// the old segments would keep their files from being deleted by that commit.
  void merged() throws IOException {
    merged = true;
    uncommitted = true;
    unshown = true;
    show();
  }

  /// Commits and closes.
  void close(long sequence) throws IOException {
    try {
      commit(sequence);
    } finally {
      rollback();
    }
  }

  /// Closes and forgets what is not committed.
  void rollback() throws IOException {
    try (directory) {
      writer.rollback();
    } finally {
      slice.closed();
    }
  }
}
