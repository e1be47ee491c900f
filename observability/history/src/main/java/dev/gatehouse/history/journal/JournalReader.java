package dev.gatehouse.history.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Follows a journal from entry to entry, file to file. Belongs to one thread.
public final class JournalReader implements AutoCloseable {
  private final Journal journal;
  private long after;
  private @Nullable SegmentReader reader;
  private long readerFirst;
  private long damaged;

  JournalReader(Journal journal, long after) {
    this.journal = journal;
    this.after = after;
  }

  /// Returns the next entries, oldest first; empty when there is none at this time.
  ///
  /// @param maxEntries how many at most
  /// @param maxBytes no further entry is read once their payloads are this long together
  public List<Entry> read(int maxEntries, long maxBytes) throws IOException {
    List<Entry> entries = new ArrayList<>();
    long size = 0;
    while (entries.size() < maxEntries && size < maxBytes) {
      Entry entry = next();
      if (entry == null) {
        break;
      }
      entries.add(entry);
      size += entry.payload().length;
    }
    return entries;
  }

  /// Returns how many bytes were skipped because they were damaged.
  public long damaged() {
    return damaged;
  }

  private @Nullable Entry next() throws IOException {
    while (true) {
      Segment segment = journal.segment(reader == null ? after + 1 : readerFirst);
      if (segment == null) {
        return null;
      }
      SegmentReader from = open(segment);
      Entry entry = from.next(segment.length());
      if (entry != null) {
        if (entry.sequence() > after) {
          after = entry.sequence();
          return entry;
        }
        continue;
      }
      // a file that was closed may still have grown after it was looked up
      Segment again = journal.segment(segment.first());
      if (again != null && again.length() > segment.length()) {
        continue;
      }
      Segment following = journal.segmentAfter(segment.first());
      if (following == null) {
        return null;
      }
      damaged += Math.max(0, segment.length() - from.position());
      close();
      readerFirst = following.first();
      reader = new SegmentReader(following.path());
    }
  }

  private SegmentReader open(Segment segment) throws IOException {
    SegmentReader open = reader;
    if (open == null || readerFirst != segment.first()) {
      close();
      open = new SegmentReader(segment.path());
      reader = open;
      readerFirst = segment.first();
    }
    return open;
  }

  @Override
  public void close() throws IOException {
    SegmentReader open = reader;
    reader = null;
    if (open != null) {
      open.close();
    }
  }
}
